/** One time that a process took the cluster's connection. */
export interface Opening {
  /** Names the process. */
  readonly instance: string;
  /** Names the Kubernetes cluster that it runs in; null where it cannot tell. */
  readonly place: string | null;
  /** Which try to connect of the process it was, from 1; absent where the process does not count them. */
  readonly attempt?: number;
  /** Milliseconds of one clock, the server's. */
  readonly at: number;
}

const windowMs = 10 * 60_000;
const mostOpenings = 16;
/** A replica that makes way comes back once at most; two that both live come back again and again. */
const mostReturns = 2;

/** The openings that still count, with a new one at their end: all of late, and the last one of each place. */
export function withOpening(openings: readonly Opening[], opening: Opening): readonly Opening[] {
  const known = openings.filter(
    ({ at, place }, index) =>
      opening.at - at <= windowMs ||
      (place !== null && !openings.slice(index + 1).some((later) => later.place === place)),
  );
  return [...known, opening].slice(-mostOpenings);
}

/**
 * What tells that two hold the same key; null where nothing does. Two processes take the connection from each other
 * in turns, or it comes back to a Kubernetes cluster that it had moved away from. A process that connects again after
 * itself, one that takes over for good, and a move are nothing of the kind.
 */
export function keyContest(openings: readonly Opening[]): "two-agents" | "other-cluster" | null {
  const places = openings.flatMap(({ place }) => (place === null ? [] : [place]));
  if (countReturns(places) > 0) return "other-cluster";
  const newest = openings.at(-1)?.at ?? 0;
  const recent = openings.filter(({ at }) => newest - at <= windowMs);
  return countReturns(recent.map(({ instance }) => instance)) > mostReturns ? "two-agents" : null;
}

/** How often one comes again after another was there. */
function countReturns(names: readonly string[]): number {
  const isReturn = (name: string, index: number): boolean =>
    name !== names[index - 1] && names.slice(0, index).includes(name);
  return names.filter(isReturn).length;
}
