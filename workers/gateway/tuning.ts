/** The gateway's times and limits; tests shorten them. */
export interface Tuning {
  readonly pingMs: number;
  /** A socket that was not heard for so long is dead. */
  readonly deadMs: number;
  readonly handshakeMs: number;
  /** How often a connection looks for commands and for its own standing when no bell rings. */
  readonly pollMs: number;
  /** First wait before a write is tried again while the database is away; doubles up to ten times that. */
  readonly retryMs: number;
  readonly connections: number;
  /** Enrolments that one address may try in a minute. */
  readonly enrolmentsPerMinute: number;
}

export const defaultTuning: Tuning = {
  pingMs: 15_000,
  deadMs: 40_000,
  handshakeMs: 30_000,
  pollMs: 10_000,
  retryMs: 500,
  connections: 5_000,
  enrolmentsPerMinute: 20,
};
