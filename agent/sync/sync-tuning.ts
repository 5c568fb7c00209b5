import type { Patience } from "./back-off.ts";

export interface SyncTuning {
  /** For an object that may come right: short, because the answer of the whole sync waits for it. */
  readonly retry: Patience;
  /** How long an applied object may take to become healthy before that is said. */
  readonly health: Patience;
  /** Calls at once while a sync's answer is waited for, and while nobody waits. */
  readonly lanes: number;
  readonly healLanes: number;
  /** From a sync's answer to the look at what it trusted: what it applied rolls out undisturbed. */
  readonly healAfterMs: number;
  /** Between two looks at everything that was applied. */
  readonly healEveryMs: number;
}

export const defaultSyncTuning: SyncTuning = {
  retry: { retryMs: 20_000, firstPauseMs: 250, longestPauseMs: 4_000 },
  health: { retryMs: 5 * 60_000, firstPauseMs: 500, longestPauseMs: 5_000 },
  lanes: 8,
  healLanes: 2,
  healAfterMs: 10_000,
  healEveryMs: 10 * 60_000,
};
