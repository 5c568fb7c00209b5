/**
 * Has kinds that seldom change share a few open watches where there are too many for all to be open: each watches for a
 * few seconds in its turn, from where it left off. Nothing is missed, it is only heard of a little later.
 */
export class WatchTurns {
  readonly #slots: () => number;
  readonly #takers: () => number;
  readonly #waiting: (() => void)[] = [];
  #open = 0;

  constructor(options: {
    /** How many may be open at a time. */
    readonly slots: () => number;
    /** How many want to be. */
    readonly takers: () => number;
  }) {
    this.#slots = options.slots;
    this.#takers = options.takers;
  }

  /** Whether a watch that is open keeps others from being so. */
  get isCrowded(): boolean {
    return this.#takers() > this.#slots();
  }

  /** Resolves when it is one's turn, with what ends it; sooner where the signal aborts. */
  async take(signal: AbortSignal): Promise<() => void> {
    if (this.#open >= this.#slots() && !signal.aborted) await this.#wait(signal);
    this.#open += 1;
    return () => {
      this.#open -= 1;
      if (this.#open < this.#slots()) this.#waiting.shift()?.();
    };
  }

  #wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const begin = (): void => {
        signal.removeEventListener("abort", leave);
        resolve();
      };
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(begin), 1);
        resolve();
      };
      signal.addEventListener("abort", leave, { once: true });
      this.#waiting.push(begin);
    });
  }
}
