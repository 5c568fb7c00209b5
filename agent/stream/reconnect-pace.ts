import type { StreamTuning } from "./stream-tuning.ts";

type PaceTuning = Pick<StreamTuning, "backoffMs" | "longestBackoffMs" | "healthyMs" | "refusedMs">;

/** How a connection ended, as far as the next one depends on it. */
export interface ConnectionEnd {
  /** How long it lasted, the attempt to make it included. */
  readonly lastedMs: number;
  /** Whether anything was stored on the other side: then the way, the gateway and its database are well. */
  readonly wasOfUse: boolean;
  /** Told why it was ended; `lost` where nothing was said. */
  readonly reason: "lost" | "unauthenticated" | "replaced" | "removed";
}

/**
 * How long to wait before the next connection: a random part of a time that doubles with every failure, so that
 * agents that lost the same gateway do not come back at once. It is never longer than half the time that the gateway was away.
 */
export class ReconnectPace {
  readonly #tuning: PaceTuning;
  readonly #random: () => number;
  #failures = 0;
  #awayMs = 0;
  /** How long ago another connection last took this one's place. */
  #sinceReplacedMs = Infinity;

  constructor(tuning: PaceTuning, random: () => number) {
    this.#tuning = tuning;
    this.#random = random;
  }

  /** The wait in milliseconds after a connection that ended so. */
  next(end: ConnectionEnd): number {
    const { backoffMs, longestBackoffMs, healthyMs, refusedMs } = this.#tuning;
    const { lastedMs, wasOfUse, reason } = end;
    this.#sinceReplacedMs += lastedMs;
    const isWell = wasOfUse || lastedMs >= healthyMs;
    this.#awayMs = isWell ? 0 : this.#awayMs + lastedMs;
    this.#failures = isWell ? 0 : this.#failures + 1;
    const doubled = backoffMs * 2 ** Math.min(this.#failures, 16);
    const longest = Math.min(longestBackoffMs, doubled, Math.max(backoffMs, this.#awayMs / 2));
    const least = this.#isFinal(reason) ? refusedMs : 0;
    const wait = least + this.#random() * longest;
    this.#awayMs += wait;
    this.#sinceReplacedMs += wait;
    return wait;
  }

  /**
   * Whether trying again soon would only do harm. What takes this one's place may be an older connection of its own
   * that was long on the way, so only the second time in a while means that another process serves the cluster.
   */
  #isFinal(reason: ConnectionEnd["reason"]): boolean {
    if (reason !== "replaced") return reason !== "lost";
    const isAgain = this.#sinceReplacedMs < this.#tuning.healthyMs;
    this.#sinceReplacedMs = 0;
    return isAgain;
  }
}
