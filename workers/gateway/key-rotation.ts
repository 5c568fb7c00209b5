import type { RotateKey } from "#contracts/agent-key.ts";
import type { OpenedSession } from "#services/agent/open-session.ts";
import { rotateAgentKey } from "#services/agent/rotate-key.ts";

import type { AgentSocket } from "./agent-socket.ts";
import type { GatewayContext } from "./gateway-context.ts";

/** Replaces the key of the agent on this connection, as often as it asks. */
export class KeyRotation {
  readonly #ctx: GatewayContext;
  readonly #session: OpenedSession;
  #keyGeneration: number;

  constructor(ctx: GatewayContext, session: OpenedSession) {
    this.#ctx = ctx;
    this.#session = session;
    this.#keyGeneration = session.keyGeneration;
  }

  /** Answers when the new key is stored. */
  async take(request: RotateKey, socket: AgentSocket): Promise<void> {
    const ctx = this.#ctx;
    const session = this.#session;
    const keyGeneration = this.#keyGeneration;
    const answer = await rotateAgentKey({ ctx, session, keyGeneration, request });
    if (answer === null) return socket.kick("replaced");
    if (answer.type === "keyRotated") {
      this.#keyGeneration = answer.generation;
      const { clusterId } = session;
      ctx.log("info", "agent key rotated", { clusterId, generation: answer.generation });
    }
    await socket.send(answer);
  }
}
