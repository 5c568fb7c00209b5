import { type Failure, nameOf, runFailure, startFailure } from "./container-failure.ts";
import type { ObservedCondition, ObservedPod, ObservedWorkload } from "./observed.ts";

/** Reasons of a HelmRelease that end in words of failure but only mean "not yet". */
const helmWaits: ReadonlySet<string> = new Set([
  "ArtifactFailed",
  "DependencyNotReady",
  "SourceNotReady",
]);

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

function conditionFailure(
  { kind, replicas }: ObservedWorkload,
  { type, status, reason, message }: ObservedCondition,
): Failure | null {
  const text = message ?? reason ?? type;
  if (kind === "helmrelease") return helmFailure({ type, status, reason, message });
  if (kind === "job" && type === "Failed" && status === "True") {
    return { reason: "job-failed", message: `the job failed: ${text}` };
  }
  if (type === "ReplicaFailure" && status === "True") {
    const quota = text.includes("exceeded quota");
    const code = quota ? "quota-exceeded" : "container-config";
    return { reason: code, message: `cannot create pods: ${text}` };
  }
  if (type === "InvalidSpec" && status === "True") {
    return { reason: "container-config", message: text };
  }
  if (type === "Progressing" && status === "False" && reason === "ProgressDeadlineExceeded") {
    const { updated, ready, desired } = replicas;
    const counts = `${updated} of ${desired} updated, ${ready} ready`;
    return { reason: "deadline-exceeded", message: `no progress within the deadline: ${counts}` };
  }
  return null;
}

function helmFailure({ type, status, reason, message }: ObservedCondition): Failure | null {
  const words = reason ?? "";
  const failed = /(?:Failed|Error|Exceeded)$/.test(words) && !helmWaits.has(words);
  const undone = words === "RollbackSucceeded" || words === "UninstallSucceeded";
  const stalled = type === "Stalled" && status === "True";
  const refused =
    (type === "Ready" || type === "Released") && status === "False" && (failed || undone);
  if (!stalled && !refused) return null;
  return { reason: "helm-failed", message: `Helm: ${message ?? words}` };
}
