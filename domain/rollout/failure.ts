import { conditionFailure } from "./condition-failure.ts";
import { type Failure, nameOf, runFailure, startFailure } from "./container-failure.ts";
import type { ObservedPod, ObservedWorkload } from "./observed.ts";

/**
 * Why the workload's rollout cannot succeed as things stand, from its conditions and from `pods`, the live pods of
 * the newest revision; null when nothing says so. A pod's own words are told before a controller's summary of them.
 */
export function failureOf(
  workload: ObservedWorkload,
  pods: readonly ObservedPod[],
): Failure | null {
  for (const pod of pods) {
    const failure = podFailure(workload, pod);
    if (failure !== null) return { ...failure, pod: pod.name };
  }
  for (const condition of workload.conditions) {
    const failure = conditionFailure(workload, condition);
    if (failure !== null) return failure;
  }
  return null;
}

function podFailure({ kind }: ObservedWorkload, pod: ObservedPod): Failure | null {
  if (pod.unschedulable !== null) {
    const message = `pod ${pod.name} fits no node: ${pod.unschedulable}`;
    return { reason: "unschedulable", message };
  }
  for (const container of pod.containers) {
    // A job counts its own failed runs, and says when they were too many.
    const failure = startFailure(container) ?? (kind === "job" ? null : runFailure(container));
    if (failure !== null) return failure;
  }
  return kind === "pod" && pod.phase === "Failed" ? failedPod(pod) : null;
}

function failedPod(pod: ObservedPod): Failure {
  const ended = pod.containers.find(({ exitCode }) => exitCode !== null && exitCode !== 0);
  const how = ended === undefined ? "" : `: ${nameOf(ended)} exited with ${ended.exitCode}`;
  return { reason: "crash-loop", message: `pod ${pod.name} failed${how}` };
}
