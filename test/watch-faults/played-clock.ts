import type { Alarm, WatchClock } from "#agent/watch/watch-clock.ts";

/** A clock that stands still until it is told to move; pauses are noted and over at once, their time passed. */
export class PlayedClock implements WatchClock {
  readonly pauses: number[] = [];
  readonly #alarms = new Map<Alarm, () => void>();
  #now = 0;

  now(): number {
    return this.#now;
  }

  random(): number {
    return 0;
  }

  pause(ms: number): Promise<void> {
    this.pauses.push(ms);
    this.#now += ms;
    return new Promise((resolve) => setImmediate(resolve));
  }

  alarm(_ms: number, ring: () => void): Alarm {
    const alarm = { refresh: () => {}, stop: () => this.#alarms.delete(alarm) };
    this.#alarms.set(alarm, ring);
    return alarm;
  }

  advance(ms: number): void {
    this.#now += ms;
  }

  /** As if nothing had been heard for too long. */
  ring(): void {
    for (const ring of this.#alarms.values()) ring();
  }
}
