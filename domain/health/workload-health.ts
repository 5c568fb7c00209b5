import { countsPending, stopping } from "#domain/rollout/replica-counts.ts";

import { behindMessage } from "./generation.ts";
import { failed, healthy, progressing, suspended } from "./health.ts";
import type { Health } from "./health.ts";
import { conditionsOf, fieldAt, itemsAt, numberAt, textAt } from "./live-object.ts";
import type { Condition, LiveObject } from "./live-object.ts";
import { daemonCounts, isOnDelete, partitionOf, replicaCounts } from "./replica-counts.ts";
import { wordsOf } from "./words.ts";

/** The health of a workload whose controller keeps a number of pods: what its counters and conditions say. */
export function workloadHealth(object: LiveObject): Health {
  const { spec, metadata, status } = object;
  if (fieldAt(spec, "paused") === true) return suspended("it is paused");
  const observed = numberAt(status, "observedGeneration") ?? 0;
  if (observed < (metadata.generation ?? 0)) return progressing(behindMessage);
  const broken = conditionsOf(object).find(isBroken);
  if (broken) return failed(wordsOf(broken));
  const pending = pendingOf(object);
  return pending === null ? healthy("every pod is as wanted") : progressing(pending);
}

function isBroken({ type, status, reason }: Condition): boolean {
  if (type === "ReplicaFailure") return status === "True";
  return type === "Progressing" && reason === "ProgressDeadlineExceeded";
}

function pendingOf(object: LiveObject): string | null {
  switch (object.kind) {
    case "DaemonSet":
      return daemonSetPending(object);
    case "StatefulSet":
      return statefulSetPending(object);
    case "ReplicaSet":
    case "ReplicationController":
      return replicaSetPending(object);
    default:
      return countsPending(replicaCounts(object)) ?? deploymentPending(object);
  }
}

/** Counters may be done before the controller has made up its mind: its conditions say so. */
function deploymentPending(object: LiveObject): string | null {
  const { desired, ready } = replicaCounts(object);
  if (numberAt(object.status, "readyReplicas") !== undefined && ready < desired) {
    return `${ready} of ${desired} ready`;
  }
  const conditions = conditionsOf(object);
  const available = conditions.find(({ type }) => type === "Available");
  if (available !== undefined && available.status !== "True") return wordsOf(available);
  const progress = conditions.find(({ type }) => type === "Progressing");
  return progress !== undefined && progress.status !== "True" ? wordsOf(progress) : null;
}

function statefulSetPending(object: LiveObject): string | null {
  const { desired, total, updated, ready } = replicaCounts(object);
  if (isOnDelete(object)) return null;
  if (ready < desired) return `${ready} of ${desired} ready`;
  if (total > desired) return stopping(total - desired, "pod");
  const wanted = Math.max(0, desired - (partitionOf(object) ?? 0));
  if (updated < wanted) return `${updated} of ${wanted} updated`;
  const [current, update] = ["currentRevision", "updateRevision"].map((key) =>
    textAt(object.status, key),
  );
  return partitionOf(object) === null && current !== update
    ? "the revision is not current yet"
    : null;
}

function daemonSetPending(object: LiveObject): string | null {
  if (isOnDelete(object)) return null;
  const { desired, total, updated, ready, available } = daemonCounts(object);
  if (numberAt(object.status, "desiredNumberScheduled") === undefined)
    return "no node is counted yet";
  if (total < desired) return `${total} of ${desired} scheduled`;
  if (updated < desired) return `${updated} of ${desired} updated`;
  if (available < desired) return `${available} of ${desired} available`;
  return ready < desired ? `${ready} of ${desired} ready` : null;
}

function replicaSetPending(object: LiveObject): string | null {
  const { desired, total, ready, available } = replicaCounts(object);
  const labelled = numberAt(object.status, "fullyLabeledReplicas") ?? total;
  if (labelled < desired) return `${labelled} of ${desired} labelled`;
  if (available < desired) return `${available} of ${desired} available`;
  if (numberAt(object.status, "readyReplicas") !== undefined && ready < desired) {
    return `${ready} of ${desired} ready`;
  }
  return total > desired ? stopping(total - desired, "pod") : null;
}

/** A job is healthy when it is complete: one that runs has not delivered yet. */
export function jobHealth(object: LiveObject): Health {
  const conditions = conditionsOf(object).filter(({ status }) => status === "True");
  const failure = conditions.find(({ type }) => type === "Failed");
  if (failure) return failed(wordsOf(failure));
  const done = conditions.find(({ type }) => type === "Complete");
  if (done) return healthy("the job is complete");
  const held = conditions.find(({ type }) => type === "Suspended");
  if (held || fieldAt(object.spec, "suspend") === true) return suspended("the job is suspended");
  const active = numberAt(object.status, "active") ?? 0;
  if (active === 0) return progressing("the job is running");
  return progressing(active === 1 ? "1 pod of the job runs" : `${active} pods of the job run`);
}

/** A CronJob is there for its next run; one whose last run did not succeed says so by failing. */
export function cronJobHealth({ spec, status, kind }: LiveObject): Health {
  if (fieldAt(spec, "suspend") === true || fieldAt(spec, "paused") === true) {
    return suspended("it is suspended");
  }
  const active = itemsAt(status, "active").length;
  if (active > 0) {
    const message = active === 1 ? "1 job of it runs" : `${active} jobs of it run`;
    return kind === "CronJob" ? healthy(message) : progressing(message);
  }
  const [last, success] = ["lastScheduleTime", "lastSuccessfulTime"].map((key) =>
    textAt(status, key),
  );
  const isFailed = kind === "CronJob" && last !== undefined && (success ?? "") < last;
  return isFailed ? failed("its last run did not succeed") : healthy("it waits for its next run");
}
