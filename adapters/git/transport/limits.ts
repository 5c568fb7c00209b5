/** How long a host is waited for, in milliseconds. */
export interface TransportLimits {
  /** Until a connection stands. */
  readonly connectMs: number;
  /** Between two parts of an answer, and before its first. */
  readonly idleMs: number;
  /** How long a connection is kept when nobody uses it. */
  readonly keepMs: number;
}

export const usualLimits: TransportLimits = {
  connectMs: 15_000,
  idleMs: 30_000,
  keepMs: 60_000,
};

/** The longest answer that is read: a pack is held in memory while it is indexed. */
export const mostAnswerBytes: number = 1024 ** 3;
