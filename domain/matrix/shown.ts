import type { ObservedWorkload } from "#domain/rollout/observed.ts";

/**
 * Whether the workload has a row of its own. What a Helm release made is shown, and changed, as that release; what
 * Flux or Argo CD apply as it is stays itself.
 */
export function isShown({ managedBy }: Pick<ObservedWorkload, "managedBy">): boolean {
  return managedBy === null || !managedBy.startsWith("helmrelease/");
}
