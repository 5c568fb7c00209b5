import { applicationPending } from "./application.ts";
import { deliveryPending } from "./delivery.ts";
import type { ObservedCondition, ObservedWorkload } from "./observed.ts";
import { countsPending, notReady, stopping } from "./replica-counts.ts";

/** Under this type an agent tells what the workloads that an object deploys still wait for. */
export const partsCondition = "WorkloadsReady";

/**
 * What the workload's own counters and conditions still wait for, by the rules of `kubectl rollout status`; null when
 * they are done. A Job is done when it is complete, a CronJob as soon as it exists.
 */
export function pendingOf(workload: ObservedWorkload): string | null {
  switch (workload.kind) {
    case "cronjob":
      return null;
    case "application":
      return applicationPending(workload);
    case "rollout":
      return rolloutPending(workload);
    case "deployment":
      return pausedOr(workload, countsPending(workload.replicas));
    case "statefulset":
      return statefulSetPending(workload);
    case "daemonset":
      return daemonSetPending(workload);
    case "replicaset":
      return replicaSetPending(workload);
    case "job":
      return jobPending(workload);
    case "pod":
      return podPending(workload);
    default:
      return readyConditionPending(workload) ?? countsPending(workload.replicas);
  }
}

/** One whose agent tells nothing of its steps is judged by what it has in common with a Deployment. */
function rolloutPending(workload: ObservedWorkload): string | null {
  const { delivery } = workload;
  if (delivery) return deliveryPending(workload, delivery);
  return pausedOr(workload, countsPending(workload.replicas));
}

function pausedOr({ paused, conditions }: ObservedWorkload, pending: string | null): string | null {
  const canaryPause = conditions.find(({ type, status }) => type === "Paused" && status === "True");
  if (!paused && canaryPause === undefined) return pending;
  if (pending === null && canaryPause === undefined) return null;
  return pending === null ? "paused" : `paused with ${pending}`;
}

function statefulSetPending({ replicas, partition, onDelete }: ObservedWorkload): string | null {
  const { desired, total, updated, ready, available } = replicas;
  const wanted = Math.max(0, desired - (partition ?? 0));
  if (Math.min(ready, available) < desired) return notReady(replicas);
  if (total > desired) return stopping(total - desired, "pod");
  if (onDelete || updated >= wanted) return null;
  return `${updated} of ${wanted} updated`;
}

function daemonSetPending({ replicas, onDelete }: ObservedWorkload): string | null {
  const { desired, updated, available } = replicas;
  if (!onDelete && updated < desired) return `${updated} of ${desired} updated`;
  return available < desired ? notReady(replicas) : null;
}

function replicaSetPending({ replicas }: ObservedWorkload): string | null {
  const { desired, total, available } = replicas;
  if (available < desired) return notReady(replicas);
  return total > desired ? stopping(total - desired, "pod") : null;
}

function jobPending({ conditions }: ObservedWorkload): string | null {
  if (isTrue(conditions, "Complete")) return null;
  return isTrue(conditions, "Suspended") ? "the job is suspended" : "the job is running";
}

function podPending({ pods }: ObservedWorkload): string | null {
  const pod = pods[0];
  if (pod === undefined) return "the pod is not seen yet";
  if (pod.phase === "Succeeded" || (pod.phase === "Running" && pod.ready)) return null;
  return `the pod is ${pod.phase === "Running" ? "running, but not ready" : pod.phase.toLowerCase()}`;
}

/** Custom resources, a HelmRelease among them, tell by `Ready`; one that has no such condition is as it should be. */
function readyConditionPending({ paused, conditions }: ObservedWorkload): string | null {
  if (paused) return "suspended";
  const reconciling = conditions.find(
    ({ type, status }) => type === "Reconciling" && status === "True",
  );
  const unready = conditions.find(
    ({ type, status }) => (type === "Ready" || type === partsCondition) && status !== "True",
  );
  const waiting = reconciling ?? unready;
  return waiting === undefined ? null : (waiting.message ?? waiting.reason ?? "not ready");
}

function isTrue(conditions: readonly ObservedCondition[], wanted: string): boolean {
  return conditions.some(({ type, status }) => type === wanted && status === "True");
}
