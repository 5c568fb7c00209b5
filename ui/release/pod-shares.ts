import type { RolloutProgress } from "#contracts/api/release.ts";

export interface PodShares {
  /** Pods that run the new image and are ready. */
  readonly done: number;
  readonly starting: number;
  readonly broken: number;
}

/** How the wanted pods divide; never more than are wanted. Once the rollout failed, none counts as starting. */
export function podShares(
  { pods, ready, updated, desired }: RolloutProgress,
  failed: boolean,
): PodShares {
  const fresh = pods.filter(({ current }) => current);
  const done =
    pods.length === 0 ? Math.min(ready, updated) : fresh.filter((pod) => pod.ready).length;
  const clamped = Math.min(done, desired);
  const others = Math.min(fresh.filter((pod) => !pod.ready).length, desired - clamped);
  return { done: clamped, broken: failed ? others : 0, starting: failed ? 0 : others };
}
