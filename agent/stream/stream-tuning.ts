/** The times and limits of the connection to the gateway; tests shorten them. */
export interface StreamTuning {
  readonly backoffMs: number;
  readonly longestBackoffMs: number;
  /** A connection that lasted so long was a good one: the next wait is short again. */
  readonly healthyMs: number;
  /** Least wait after the gateway refused the agent, or another process took its place. */
  readonly refusedMs: number;
  /** The gateway pings; after so much silence the connection is dead. */
  readonly deadMs: number;
  readonly heartbeatMs: number;
  /** How long the first change after a quiet time waits for others that belong to it. */
  readonly firstChangeMs: number;
  /** How long the changes of a burst are collected before they are told. */
  readonly coalesceMs: number;
  /** How much of un-acknowledged changes is kept. */
  readonly logBytes: number;
}

export const defaultStreamTuning: StreamTuning = {
  backoffMs: 500,
  longestBackoffMs: 60_000,
  healthyMs: 60_000,
  refusedMs: 60_000,
  deadMs: 45_000,
  heartbeatMs: 15_000,
  firstChangeMs: 4,
  coalesceMs: 50,
  logBytes: 8 * 1024 * 1024,
};
