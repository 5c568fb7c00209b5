import type { ServerFrame } from "#contracts/agent-protocol.ts";

import { KnownState } from "./known-state.ts";

type Recalled = Extract<ServerFrame, { type: "recalled" }>;

/** Asks the gateway what it has stored, so that a snapshot need not tell it again. */
export class Recall {
  #parts: Buffer[] = [];
  #answer: PromiseWithResolvers<KnownState | null> | null = null;

  /** What the gateway says; null where the connection ends before. */
  ask(send: () => Promise<void>): Promise<KnownState | null> {
    this.lose();
    this.#answer = Promise.withResolvers<KnownState | null>();
    void send();
    return this.#answer.promise;
  }

  take({ marks, last }: Recalled): void {
    if (this.#answer === null) return;
    this.#parts.push(Buffer.from(marks, "base64"));
    if (last) this.#finish(new KnownState(Buffer.concat(this.#parts)));
  }

  /** Tells who waits that the connection is over. */
  lose(): void {
    this.#finish(null);
  }

  #finish(known: KnownState | null): void {
    this.#answer?.resolve(known);
    this.#answer = null;
    this.#parts = [];
  }
}
