import type { LiveEvent } from "./live-event.ts";

/** The newest events without gaps, so that a late listener can catch up without asking the server. */
export class EventBuffer {
  #from: number | null = null;
  #events: LiveEvent[] = [];
  readonly #most: number;

  constructor(most = 500) {
    this.#most = most;
  }

  /** The number of the newest event known; null before the stream said where it begins. */
  get last(): number | null {
    return this.#events.at(-1)?.seq ?? this.#from;
  }

  /** Forgets everything; the next event follows number `from`. */
  restart(from: number): void {
    this.#from = from;
    this.#events = [];
  }

  /** Adds an event; returns whether it was new. */
  add(event: LiveEvent): boolean {
    const { last } = this;
    if (last !== null && event.seq <= last) return false;
    this.#from ??= event.seq - 1;
    this.#events.push(event);
    const extra = this.#events.length - this.#most;
    if (extra > 0) {
      const dropped = this.#events.splice(0, extra);
      this.#from = dropped.at(-1)?.seq ?? this.#from;
    }
    return true;
  }

  /** What came after number `seq`, or null where some of it is no longer here. */
  after(seq: number): readonly LiveEvent[] | null {
    if (this.#from === null || seq < this.#from) return null;
    return this.#events.filter((event) => event.seq > seq);
  }
}
