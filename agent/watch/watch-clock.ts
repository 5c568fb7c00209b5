import { setTimeout as sleep } from "node:timers/promises";

/** Rings once unless it is refreshed in time. */
export interface Alarm {
  refresh(): void;
  stop(): void;
}

/** Time and chance of the watches; tests play both. */
export interface WatchClock {
  /** Milliseconds from some moment on. */
  now(): number;
  /** At least 0, below 1. */
  random(): number;
  /** Resolves after the time or when the signal aborts, whichever is first. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
  alarm(ms: number, ring: () => void): Alarm;
}

export const systemWatchClock: WatchClock = {
  now: () => performance.now(),
  random: () => Math.random(),
  pause: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
  alarm(ms, ring) {
    const timer = setTimeout(ring, ms);
    return { refresh: () => timer.refresh(), stop: () => clearTimeout(timer) };
  },
};
