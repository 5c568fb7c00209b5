import { nameOf } from "./container-failure.ts";
import type { ObservedPod, ObservedWorkload } from "./observed.ts";

/** Pods that still count: not being deleted, and, where a controller replaces ended pods, not ended. */
export function livePods(workload: ObservedWorkload): readonly ObservedPod[] {
  const keepsEnded = workload.kind === "pod" || workload.kind === "job";
  return workload.pods.filter(
    ({ deleting, phase }) =>
      !deleting && (keepsEnded || (phase !== "Failed" && phase !== "Succeeded")),
  );
}

/** Live pods of older revisions that have to go; a partition keeps those with a smaller ordinal. */
export function outdatedPods(workload: ObservedWorkload): readonly ObservedPod[] {
  const partition = workload.partition ?? 0;
  return livePods(workload).filter(({ current, name }) => !current && ordinalOf(name) >= partition);
}

/**
 * What keeps a pod from being ready, as far as it is known: `readiness probe of container web fails: …`, or why its
 * containers are not even made.
 */
export function readinessHint(pods: readonly ObservedPod[]): string | null {
  return probeHint(pods) ?? creationHint(pods);
}

/** Reasons with which a kubelet says that it is at it; a message tells what is in its way. */
const creating: ReadonlySet<string> = new Set(["ContainerCreating", "PodInitializing"]);

function creationHint(pods: readonly ObservedPod[]): string | null {
  for (const pod of pods.filter(({ ready }) => !ready)) {
    const stuck = pod.containers.find(
      ({ state, reason, message }) =>
        state === "waiting" && creating.has(reason ?? "") && message !== null,
    );
    if (stuck !== undefined) return `pod ${pod.name} cannot start yet: ${stuck.message}`;
  }
  return null;
}

function probeHint(pods: readonly ObservedPod[]): string | null {
  for (const container of pods.filter(({ ready }) => !ready).flatMap((pod) => pod.containers)) {
    if (container.init || container.ready || container.state !== "running") continue;
    const probe = /^(Readiness|Startup|Liveness) probe (?:failed|errored)(?:: (.*))?$/s.exec(
      container.message ?? "",
    );
    if (probe === null) continue;
    const [, kind = "", answer] = probe;
    const detail = answer === undefined ? "" : `: ${answer.trim()}`;
    return `${kind.toLowerCase()} probe of ${nameOf(container)} fails${detail}`;
  }
  return null;
}

function ordinalOf(podName: string): number {
  const digits = /-(\d+)$/.exec(podName)?.[1];
  return digits === undefined ? Infinity : Number(digits);
}
