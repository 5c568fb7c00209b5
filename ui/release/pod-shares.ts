import type { RolloutProgress } from "#contracts/api/release.ts";

export interface PodShares {
  /** Pods that run the new image and are ready. */
  readonly done: number;
  readonly starting: number;
  readonly broken: number;
}

/** How the wanted pods divide; never more than are wanted. */
export function podShares({ pods, ready, updated, desired }: RolloutProgress): PodShares {
  const fresh = pods.filter(({ current }) => current);
  const count = (wanted: boolean) =>
    fresh.filter((pod) => !pod.ready && (pod.message !== "") === wanted).length;
  const done =
    pods.length === 0 ? Math.min(ready, updated) : fresh.filter((pod) => pod.ready).length;
  const clamped = Math.min(done, desired);
  const broken = Math.min(count(true), desired - clamped);
  return { done: clamped, broken, starting: Math.min(count(false), desired - clamped - broken) };
}
