import type { ObservedReplicas } from "./observed.ts";

/** What the counters still wait for, by the rules of `kubectl rollout status`; null when they are done. */
export function countsPending(replicas: ObservedReplicas): string | null {
  const { desired, total, updated, available } = replicas;
  if (updated < desired) return `${updated} of ${desired} updated`;
  if (total > updated) return stopping(total - updated);
  return available < updated ? notReady(replicas) : null;
}

/** How many pods are ready, or available where all are ready. */
export function notReady({ ready, available, desired }: ObservedReplicas): string {
  return ready < desired ? `${ready} of ${desired} ready` : `${available} of ${desired} available`;
}

/** That so many pods are left that have to go. */
export function stopping(count: number, pod: "pod" | "old pod" = "old pod"): string {
  return count === 1 ? `1 ${pod} has to stop` : `${count} ${pod}s have to stop`;
}
