import type { Failure } from "./container-failure.ts";
import type { ObservedCondition, ObservedWorkload } from "./observed.ts";

/** Reasons of Flux that end in words of failure but only mean "not yet". */
const fluxWaits: ReadonlySet<string> = new Set([
  "ArtifactFailed",
  "DependencyNotReady",
  "SourceNotReady",
]);

/** Why a condition says that the rollout cannot succeed; null where it does not. */
export function conditionFailure(
  workload: ObservedWorkload,
  condition: ObservedCondition,
): Failure | null {
  switch (workload.kind) {
    case "helmrelease":
      return fluxFailure(condition, { reason: "helm-failed", says: "Helm" });
    case "kustomization":
      return fluxFailure(condition, { reason: "sync-failed", says: "Flux" });
    case "application":
      return applicationFailure(condition);
    case "job":
      return jobFailure(condition) ?? controllerFailure(workload, condition);
    default:
      return controllerFailure(workload, condition);
  }
}

function controllerFailure(
  { replicas }: ObservedWorkload,
  condition: ObservedCondition,
): Failure | null {
  const { type, status, reason } = condition;
  if (type === "Progressing" && reason === "RolloutAborted") {
    return { reason: "rollout-aborted", message: wordsOf(condition) };
  }
  if (type === "Progressing" && status === "False" && reason === "ProgressDeadlineExceeded") {
    const { updated, ready, desired } = replicas;
    const counts = `${updated} of ${desired} updated, ${ready} ready`;
    return { reason: "deadline-exceeded", message: `no progress within the deadline: ${counts}` };
  }
  if (status !== "True") return null;
  if (type === "ReplicaFailure") return creationFailure(wordsOf(condition));
  if (type === "InvalidSpec") return { reason: "container-config", message: wordsOf(condition) };
  return type === "Stalled" ? { reason: "stalled", message: wordsOf(condition) } : null;
}

/** What the API server answered when the controller wanted to create a pod. */
function creationFailure(text: string): Failure {
  const message = `cannot create pods: ${text}`;
  if (/exceeded quota|insufficient quota|failed quota/.test(text)) {
    return { reason: "quota-exceeded", message };
  }
  const isRefused = /admission webhook|ValidatingAdmissionPolicy|violates PodSecurity|is forbidden/;
  return { reason: isRefused.test(text) ? "admission-refused" : "container-config", message };
}

function jobFailure(condition: ObservedCondition): Failure | null {
  if (condition.type !== "Failed" || condition.status !== "True") return null;
  return { reason: "job-failed", message: `the job failed: ${wordsOf(condition)}` };
}

function fluxFailure(
  { type, status, reason, message }: ObservedCondition,
  failure: { readonly reason: "helm-failed" | "sync-failed"; readonly says: string },
): Failure | null {
  const words = reason ?? "";
  const failed = /(?:Failed|Error|Exceeded)$/.test(words) && !fluxWaits.has(words);
  const undone = words === "RollbackSucceeded" || words === "UninstallSucceeded";
  const stalled = type === "Stalled" && status === "True";
  const refused =
    (type === "Ready" || type === "Released") && status === "False" && (failed || undone);
  if (!stalled && !refused) return null;
  return { reason: failure.reason, message: `${failure.says}: ${message ?? words}` };
}

/** Argo CD's own conditions have no status: one that tells of an error is there or is not. */
function applicationFailure(condition: ObservedCondition): Failure | null {
  const { type, status, reason } = condition;
  const message = `Argo CD: ${wordsOf(condition)}`;
  if (type.endsWith("Error") && status === "True") return { reason: "sync-failed", message };
  if (type === "Operation" && (reason === "Failed" || reason === "Error")) {
    return { reason: "sync-failed", message };
  }
  return type === "Healthy" && reason === "Degraded" ? { reason: "degraded", message } : null;
}

function wordsOf({ type, reason, message }: ObservedCondition): string {
  return message ?? reason ?? type;
}
