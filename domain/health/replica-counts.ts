import type { ObservedReplicas } from "#domain/rollout/observed.ts";

import { fieldAt, numberAt, textAt } from "./live-object.ts";
import type { LiveObject } from "./live-object.ts";

/** The counters of a workload with `spec.replicas`; a counter that is not there is 0. */
export function replicaCounts({ spec, status }: LiveObject): ObservedReplicas {
  return {
    desired: numberAt(spec, "replicas") ?? 1,
    total: numberAt(status, "replicas") ?? 0,
    updated: updatedCount(status),
    ready: numberAt(status, "readyReplicas") ?? 0,
    available: numberAt(status, "availableReplicas") ?? 0,
  };
}

/** A StatefulSet at rest counts its pods as current, not as updated, in one revision. */
function updatedCount(status: LiveObject["status"]): number {
  const updated = numberAt(status, "updatedReplicas");
  if (updated !== undefined) return updated;
  const isOneRevision = textAt(status, "currentRevision") === textAt(status, "updateRevision");
  return isOneRevision ? (numberAt(status, "currentReplicas") ?? 0) : 0;
}

/** The counters of a DaemonSet, which wants a pod for each of its nodes. */
export function daemonCounts({ status }: LiveObject): ObservedReplicas {
  return {
    desired: numberAt(status, "desiredNumberScheduled") ?? 0,
    total: numberAt(status, "currentNumberScheduled") ?? 0,
    updated: numberAt(status, "updatedNumberScheduled") ?? 0,
    ready: numberAt(status, "numberReady") ?? numberAt(status, "numberAvailable") ?? 0,
    available: numberAt(status, "numberAvailable") ?? 0,
  };
}

/** Whether pods are replaced only when someone deletes them. */
export function isOnDelete({ spec }: LiveObject): boolean {
  return textAt(spec, "updateStrategy", "type") === "OnDelete";
}

/** The ordinal below which pods keep the old revision; null where there is no partition. */
export function partitionOf({ spec }: LiveObject): number | null {
  const partition = fieldAt(spec, "updateStrategy", "rollingUpdate", "partition");
  return typeof partition === "number" ? partition : null;
}
