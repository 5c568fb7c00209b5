/**
 * Lets changes out in batches: the first after a quiet time almost at once, because someone may be watching, and the
 * rest of a burst together.
 */
export class BurstGate {
  readonly #firstMs: number;
  readonly #batchMs: number;
  readonly #flush: () => void;
  #flushedAt = -Infinity;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: {
    /** How long the first change waits for others that belong to it. */
    readonly firstMs: number;
    /** The least time from one batch to the next. */
    readonly batchMs: number;
    readonly flush: () => void;
  }) {
    this.#firstMs = options.firstMs;
    this.#batchMs = options.batchMs;
    this.#flush = options.flush;
  }

  /** There is something to let out. */
  changed(): void {
    if (this.#timer !== null) return;
    const sinceMs = performance.now() - this.#flushedAt;
    const waitMs = Math.max(this.#firstMs, this.#batchMs - sinceMs);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#flushedAt = performance.now();
      this.#flush();
    }, waitMs);
  }
}
