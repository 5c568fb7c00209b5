import { setTimeout as sleep } from "node:timers/promises";

/** How patiently a sync tries again. */
export interface Patience {
  /** For how long what may come right is tried. */
  readonly retryMs: number;
  /** The first pause; each next one is twice as long. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
}

/** Pauses that grow, until the time is up. */
export class BackOff {
  readonly #patience: Patience;
  readonly #signal: AbortSignal;
  readonly #end: number;
  #pauseMs: number;

  constructor(patience: Patience, signal: AbortSignal) {
    this.#patience = patience;
    this.#signal = signal;
    this.#end = performance.now() + patience.retryMs;
    this.#pauseMs = patience.firstPauseMs;
  }

  /** Pauses, at least as long as the server asks; false at once where that would take too long. */
  async pause(leastMs = 0): Promise<boolean> {
    const pauseMs = Math.max(this.#pauseMs, leastMs);
    if (performance.now() + pauseMs > this.#end) return false;
    await sleep(pauseMs, undefined, { signal: this.#signal });
    this.#pauseMs = Math.min(this.#pauseMs * 2, this.#patience.longestPauseMs);
    return true;
  }
}
