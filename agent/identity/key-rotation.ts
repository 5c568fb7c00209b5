import { setTimeout as sleep } from "node:timers/promises";

import type { AgentFrame, ServerFrame } from "#contracts/agent-protocol.ts";
import { errorText } from "#contracts/log.ts";
import type { Log } from "#contracts/log.ts";

import type { KeyRing } from "./key-ring.ts";

type Answer = Extract<ServerFrame, { readonly type: "keyRotated" | "keyRefused" }>;

export interface RotationTuning {
  /** How long a key is used, more or less a fifth of it. */
  readonly everyMs: number;
  /** Pause before a rotation that did not succeed is tried again. */
  readonly retryMs: number;
  readonly answerMs: number;
}

export const defaultRotationTuning: RotationTuning = {
  everyMs: 24 * 60 * 60_000,
  retryMs: 5 * 60_000,
  answerMs: 60_000,
};

/** Replaces the agent's key now and then, and when it is told to, over the connection that there is. */
export class KeyRotation {
  readonly #keys: KeyRing;
  readonly #log: Log;
  readonly #tuning: RotationTuning;
  #send: ((frame: AgentFrame) => void) | null = null;
  #answered: ((answer: Answer | null) => void) | null = null;
  #running: Promise<boolean> | null = null;

  constructor(options: {
    readonly keys: KeyRing;
    readonly log: Log;
    readonly tuning?: RotationTuning | undefined;
  }) {
    this.#keys = options.keys;
    this.#log = options.log;
    this.#tuning = options.tuning ?? defaultRotationTuning;
  }

  /** A gateway that takes new keys is connected. Hands over a key that was left waiting. */
  connected(send: (frame: AgentFrame) => void): void {
    this.#send = send;
    if (this.#keys.isUnderWay) void this.rotate();
  }

  disconnected(): void {
    this.#send = null;
    this.#answered?.(null);
  }

  take(answer: Answer): void {
    this.#answered?.(answer);
  }

  /** Resolves to whether the gateway has a new key now; where it has not, the agent goes on with the old one. */
  rotate(): Promise<boolean> {
    this.#running ??= this.#rotate()
      .catch((error: unknown) => {
        this.#log("warning", "the key was not rotated", { error: errorText(error) });
        return false;
      })
      .finally(() => (this.#running = null));
    return this.#running;
  }

  /** Rotates for as long as the signal does not abort. */
  async run(signal: AbortSignal): Promise<void> {
    const { everyMs, retryMs } = this.#tuning;
    let wait = this.#firstWait();
    while (!signal.aborted) {
      await sleep(wait, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      wait = (await this.rotate()) ? jittered(everyMs) : jittered(retryMs);
    }
  }

  /** A key of unknown age is replaced soon, but not at the same moment by every agent. */
  #firstWait(): number {
    const { everyMs, retryMs } = this.#tuning;
    const { keySince } = this.#keys.identity;
    if (keySince === null) return Math.random() * 12 * retryMs;
    const age = Math.max(0, Date.now() - keySince.getTime());
    return Math.max(Math.random() * retryMs, jittered(everyMs) - age);
  }

  async #rotate(): Promise<boolean> {
    const send = this.#send;
    if (send === null) return false;
    const request = await this.#keys.begin();
    const answer = await this.#ask(() => send(request));
    if (answer === null) return false;
    if (answer.type === "keyRefused") {
      this.#log("warning", "the gateway refused the new key", { reason: answer.message });
      await this.#keys.abandon();
      return false;
    }
    await this.#keys.adopt(answer.generation, new Date());
    this.#log("info", "the key was rotated", { generation: answer.generation });
    return true;
  }

  async #ask(send: () => void): Promise<Answer | null> {
    const { promise, resolve } = Promise.withResolvers<Answer | null>();
    this.#answered = resolve;
    const timer = setTimeout(resolve, this.#tuning.answerMs, null);
    send();
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#answered = null;
    }
  }
}

function jittered(milliseconds: number): number {
  return milliseconds * (0.8 + Math.random() * 0.4);
}
