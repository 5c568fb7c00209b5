import { fieldAt, numberAt, textAt } from "./live-object.ts";
import type { LiveObject } from "./live-object.ts";

/** How many pods a workload wants, and how far it is. */
export interface ReplicaCounts {
  readonly desired: number;
  readonly total: number;
  readonly updated: number;
  readonly ready: number;
  readonly available: number;
}

/** The counters of a workload with `spec.replicas`; a counter that is not there is 0. */
export function replicaCounts({ spec, status }: LiveObject): ReplicaCounts {
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
export function daemonCounts({ status }: LiveObject): ReplicaCounts {
  return {
    desired: numberAt(status, "desiredNumberScheduled") ?? 0,
    total: numberAt(status, "currentNumberScheduled") ?? 0,
    updated: numberAt(status, "updatedNumberScheduled") ?? 0,
    ready: numberAt(status, "numberReady") ?? numberAt(status, "numberAvailable") ?? 0,
    available: numberAt(status, "numberAvailable") ?? 0,
  };
}

/** What the counters still wait for, by the rules of `kubectl rollout status`; null when they are done. */
export function countsPending({
  desired,
  total,
  updated,
  available,
}: ReplicaCounts): string | null {
  if (updated < desired) return `${updated} of ${desired} updated`;
  if (total > updated) return `${total - updated} old pods have to stop`;
  return available < updated ? `${available} of ${updated} available` : null;
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
