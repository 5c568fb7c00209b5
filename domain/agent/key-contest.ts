/** One time that a process took the cluster's connection. */
export interface Opening {
  /** Names the process. */
  readonly instance: string;
  /** Milliseconds of one clock, the server's. */
  readonly at: number;
}

const windowMs = 10 * 60_000;
const mostOpenings = 16;
/** A replica that makes way comes back once at most; two that both live come back again and again. */
const mostReturns = 2;

/** The openings that still count, with a new one at their end. */
export function withOpening(openings: readonly Opening[], opening: Opening): readonly Opening[] {
  const recent = openings.filter(({ at }) => opening.at - at <= windowMs);
  return [...recent, opening].slice(-mostOpenings);
}

/**
 * Whether two processes hold the same key: they take the connection from each other in turns. A process that connects
 * again after itself, and one that takes over for good, are nothing of the kind.
 */
export function isContested(openings: readonly Opening[]): boolean {
  const seen = new Set<string>();
  let returns = 0;
  let last: string | null = null;
  for (const { instance } of openings) {
    if (instance !== last && seen.has(instance)) returns += 1;
    seen.add(instance);
    last = instance;
  }
  return returns > mostReturns;
}
