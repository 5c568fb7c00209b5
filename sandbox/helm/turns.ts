const retryMs = 1_000;

/** Works on keys one at a time; a key added while it is worked on is worked on once more, a failed one later. */
export class Turns {
  readonly #work: (key: string) => Promise<void>;
  readonly #signal: AbortSignal;
  readonly #due = new Set<string>();
  #isRunning = false;

  constructor(work: (key: string) => Promise<void>, signal: AbortSignal) {
    this.#work = work;
    this.#signal = signal;
  }

  add(key: string): void {
    this.#due.add(key);
    if (!this.#isRunning) void this.#run();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    for (const key of this.#due) {
      if (this.#signal.aborted) break;
      this.#due.delete(key);
      await this.#work(key).catch(() => {
        if (!this.#signal.aborted) setTimeout(() => this.add(key), retryMs).unref();
      });
    }
    this.#isRunning = false;
  }
}
