import { randomBytes } from "node:crypto";

import { errorText } from "#contracts/log.ts";
import { DomainError } from "#domain/error.ts";
import { openAgentSession } from "#services/agent/open-session.ts";
import type { OpenedSession } from "#services/agent/open-session.ts";

import type { AgentSocket } from "./agent-socket.ts";
import type { GatewayContext } from "./gateway-context.ts";

/**
 * Lets the agent prove who it is: hello, a nonce that serves once, its signature. Null where it could not, or took
 * too long; the socket is then closed with a reason.
 */
export async function shakeHands(
  socket: AgentSocket,
  ctx: GatewayContext,
): Promise<OpenedSession | null> {
  const timer = setTimeout(
    () => socket.refuse("timeout", "The handshake took too long."),
    ctx.tuning.handshakeMs,
  );
  try {
    const hello = await socket.receive();
    if (hello === null) return null;
    if (hello.type !== "hello") return refuse(socket, "The first frame has to be a hello.");
    const nonce = randomBytes(32).toString("base64url");
    await socket.send({ type: "challenge", nonce });
    const proof = await socket.receive();
    if (proof === null) return null;
    if (proof.type !== "proof") return refuse(socket, "A challenge is answered by a proof.");
    const challenge = { nonce, origin: new URL(ctx.url).origin };
    return await openAgentSession({ ctx, hello, challenge, signature: proof.signature });
  } catch (error) {
    if (error instanceof DomainError && error.code === "unauthenticated") {
      socket.refuse("unauthenticated", error.message);
    } else if (error instanceof DomainError && error.code === "conflict") {
      socket.kick("replaced");
    } else {
      ctx.log("error", "handshake failed", { error: errorText(error) });
      socket.refuse("busy", "The gateway cannot check the agent right now. Try again.");
    }
    return null;
  } finally {
    clearTimeout(timer);
  }
}

function refuse(socket: AgentSocket, message: string): null {
  socket.refuse("malformed", message);
  return null;
}
