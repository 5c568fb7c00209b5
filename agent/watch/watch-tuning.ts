/** The times of a watch; tests shorten them. */
export interface WatchTuning {
  readonly pageSize: number;
  /** How long the server may keep a watch open: at least this, and up to half as much more. */
  readonly watchSeconds: number;
  /** Silence after which a watch counts as half-open; bookmarks come about once a minute. */
  readonly silenceMs: number;
  /** A watch that ended sooner without a word was of no use. */
  readonly shortWatchMs: number;
  readonly backoffMs: number;
  readonly longestBackoffMs: number;
  /** Pause before a kind is tried again that the cluster does not have, or that the agent may not read. */
  readonly missingMs: number;
}

export const defaultWatchTuning: WatchTuning = {
  pageSize: 500,
  watchSeconds: 240,
  silenceMs: 90_000,
  shortWatchMs: 1_000,
  backoffMs: 500,
  longestBackoffMs: 30_000,
  missingMs: 60_000,
};
