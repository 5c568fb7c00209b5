/** The times of a watch; tests shorten them. */
export interface WatchTuning {
  readonly pageSize: number;
  /** How long the server may keep a watch open: at least this, and up to half as much more. */
  readonly watchSeconds: number;
  /** The same where kinds take turns: others wait, or may have to before long. Servers send a bookmark at the end. */
  readonly turnSeconds: { readonly crowded: number; readonly alone: number };
  /** How many watches of the whole cluster may be open. */
  readonly mostWatches: number;
  /** Silence after which a watch counts as half-open; bookmarks come about once a minute. */
  readonly silenceMs: number;
  /** The same while the initial state is streamed. */
  readonly initialSilenceMs: number;
  /** A watch that ended sooner was of no use. */
  readonly shortWatchMs: number;
  readonly backoffMs: number;
  readonly longestBackoffMs: number;
  /** The longest pause where there is no way to the server: the first watch that finds one wakes the others. */
  readonly longestCutOffMs: number;
  /** How long a watch that is woken in vain again and again stays asleep at most. */
  readonly longestWakeMs: number;
  /** A watch that stays open so long, or brings something, shows that the server is there. */
  readonly steadyMs: number;
  /** The longest that a server's wish to be left alone is followed. */
  readonly longestRetryAfterMs: number;
  /** Pause before a refused kind is tried again, at first and at most: someone may be granting the right just now. */
  readonly refusedMs: number;
  readonly longestRefusedMs: number;
  /** How often to look whether a kind is served by now, where it is not. */
  readonly discoveryMs: number;
}

export const defaultWatchTuning: WatchTuning = {
  pageSize: 500,
  watchSeconds: 240,
  turnSeconds: { crowded: 3, alone: 60 },
  mostWatches: 10,
  silenceMs: 90_000,
  initialSilenceMs: 30_000,
  shortWatchMs: 1_000,
  backoffMs: 500,
  longestBackoffMs: 30_000,
  longestCutOffMs: 4_000,
  longestWakeMs: 2_000,
  steadyMs: 250,
  longestRetryAfterMs: 120_000,
  refusedMs: 4_000,
  longestRefusedMs: 60_000,
  discoveryMs: 5_000,
};
