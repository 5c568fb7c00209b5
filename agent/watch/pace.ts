/** How long to pause between tries that fail: each time twice as long, up to a limit, and half of it by chance. */
export class Pace {
  readonly #firstMs: number;
  readonly #longestMs: number;
  readonly #random: () => number;
  #tries = 0;

  constructor(options: {
    readonly firstMs: number;
    readonly longestMs: number;
    readonly random: () => number;
  }) {
    this.#firstMs = options.firstMs;
    this.#longestMs = options.longestMs;
    this.#random = options.random;
  }

  /** The next pause in milliseconds; little longer than the trouble has lasted, so that its end is soon seen. */
  next(troubleMs = Infinity): number {
    const doubled = this.#firstMs * 2 ** Math.min(this.#tries, 16);
    const most = Math.min(this.#longestMs, doubled, this.#firstMs + troubleMs);
    this.#tries += 1;
    return most * (0.5 + this.#random() / 2);
  }

  /** It went well: the next pause is a short one again. */
  reset(): void {
    this.#tries = 0;
  }
}
