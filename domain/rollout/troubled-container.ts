import type { ObservedPodContainer } from "./observed.ts";

/**
 * The container of a pod whose log most likely says why the pod is not ready: one that ended badly before one that
 * is merely not ready, and of several the first in the product's order. Null where the pod has none.
 */
export function troubledContainer(
  containers: readonly ObservedPodContainer[],
): ObservedPodContainer | null {
  const [worst] = containers.toSorted((a, b) => trouble(b) - trouble(a));
  return worst ?? null;
}

function trouble(container: ObservedPodContainer): number {
  const { state, exitCode, lastExitCode, restarts, ready, init } = container;
  if (state === "terminated") return exitCode === 0 ? 0 : 4;
  if (state === "waiting" && (lastExitCode ?? 0) !== 0) return 4;
  if (restarts > 0 && !ready) return 3;
  if (state === "running" && !ready) return init ? 1 : 2;
  return 0;
}
