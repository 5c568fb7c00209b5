const mostAddresses = 10_000;
const minuteMs = 60_000;

/** Counts what each address tried in the last minute. */
export class RateLimit {
  readonly #perMinute: number;
  readonly #attempts = new Map<string, { readonly since: number; readonly count: number }>();

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** Whether one more attempt is allowed at `now`, in milliseconds of any clock. */
  allows(address: string, now: number): boolean {
    const known = this.#attempts.get(address);
    const isOver = known === undefined || now - known.since >= minuteMs;
    const attempt = isOver ? { since: now, count: 1 } : { ...known, count: known.count + 1 };
    if (this.#attempts.size >= mostAddresses) this.#forget(now);
    this.#attempts.set(address, attempt);
    return attempt.count <= this.#perMinute;
  }

  #forget(now: number): void {
    for (const [address, { since }] of this.#attempts) {
      if (now - since >= minuteMs) this.#attempts.delete(address);
    }
    if (this.#attempts.size >= mostAddresses) this.#attempts.clear();
  }
}
