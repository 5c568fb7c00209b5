import { isSameImage } from "#domain/image/same-image.ts";

import type { FailureReason } from "./container-failure.ts";
import { failureOf } from "./failure.ts";
import type { ObservedPod, ObservedWorkload } from "./observed.ts";
import { livePods, outdatedPods, readinessHint } from "./pods.ts";
import { pendingOf } from "./progress.ts";
import {
  type TargetImages,
  anotherImage,
  imageOf,
  isUnpulled,
  runsTargets,
  unprovenWords,
} from "./promoted-image.ts";

interface Counts {
  readonly updated: number;
  readonly ready: number;
  readonly desired: number;
}

/** Where a workload stands. `waiting`: the cluster does not carry the target yet; `failing` may still recover. */
export type RolloutStatus =
  | { readonly state: "waiting"; readonly message: string }
  | ({
      readonly state: "progressing";
      readonly message: string;
      /** Whether it goes on only when somebody lets it. */
      readonly held: boolean;
    } & Counts)
  | ({ readonly state: "ready"; readonly message: string } & Counts)
  | {
      readonly state: "failing";
      readonly reason: FailureReason;
      readonly message: string;
      readonly pod?: string;
    };

/** Kinds whose status has no observed generation, or whose generation says nothing of the change. */
const withoutGeneration: ReadonlySet<string> = new Set(["pod", "job", "cronjob"]);
/** Kinds that prove nothing without pods of their own; those of others come later, or belong to another object. */
const withPods: ReadonlySet<string> = new Set([
  "deployment",
  "statefulset",
  "daemonset",
  "replicaset",
  "pod",
  "rollout",
]);

/** Kinds whose new image is in new pods alone; others may change it in pods that are there, which takes a moment. */
const makesNewPods: ReadonlySet<string> = new Set([
  "deployment",
  "statefulset",
  "daemonset",
  "replicaset",
  "rollout",
  "cronjob",
  "job",
]);

/**
 * The status of a workload about target images, per container as the manifest writes them. `ready` only when the
 * template carries every target, the controller has seen it, its rules are done, every live pod of the newest revision
 * runs it, by its digest where that is known, and older pods are gone or going. Failures count only on pods that are
 * to run the targets.
 */
export function rolloutStatus(workload: ObservedWorkload, targets: TargetImages): RolloutStatus {
  const missing = missingTarget(workload, targets);
  return missing === null ? statusOf(workload, targets) : { state: "waiting", message: missing };
}

/** The status of a workload as it is, whatever image it runs; never `waiting`. */
export function workloadHealth(workload: ObservedWorkload): RolloutStatus {
  return statusOf(workload, {});
}

function missingTarget(workload: ObservedWorkload, targets: TargetImages): string | null {
  for (const [name, target] of Object.entries(targets)) {
    const container = workload.containers.find((candidate) => candidate.name === name);
    if (container === undefined)
      return `the cluster's ${workload.name} has no container ${name} yet`;
    if (!isSameImage(imageOf(target), container.image)) {
      return `container ${name} is still at ${container.image} in the cluster`;
    }
  }
  return null;
}

function statusOf(workload: ObservedWorkload, targets: TargetImages): RolloutStatus {
  const { updated, ready, desired } = workload.replicas;
  const counts: Counts = { updated, ready, desired };
  if (isBehind(workload)) {
    return {
      state: "progressing",
      ...counts,
      message: "the controller has not seen the change yet",
      held: false,
    };
  }
  const current = livePods(workload).filter((pod) => pod.current);
  const failure = failureOf(
    workload,
    current.filter((pod) => runsTargets(pod, targets)),
  );
  if (failure !== null) return { state: "failing", ...failure };
  const another = anotherImage(current, targets);
  if (another !== null && makesNewPods.has(workload.kind)) {
    const message = `${another.fact}: ${another.cause}`;
    return { state: "failing", reason: "another-image", message };
  }
  const pending =
    pendingOf(workload) ?? another?.fact ?? pendingPods({ workload, current, targets });
  if (pending === null) {
    const said = [readyMessage(workload), unprovenWords(current, targets)];
    return {
      state: "ready",
      ...counts,
      message: said.filter((words) => words !== null).join(", "),
    };
  }
  const hint = readinessHint(current) ?? budgetHint(workload);
  const message = hint === null ? pending : `${pending}: ${hint}`;
  return { state: "progressing", ...counts, message, held: isHeld(workload) };
}

/** Whether somebody stopped it and has to let it go on. */
function isHeld({ kind, paused, delivery, conditions }: ObservedWorkload): boolean {
  if (kind === "cronjob") return false;
  if (paused || (delivery?.pauses.length ?? 0) > 0) return true;
  const held: ReadonlySet<string> = new Set(["Suspended", "Paused"]);
  return conditions.some(
    ({ type, status, reason }) =>
      (held.has(type) && status === "True") || (type === "Healthy" && held.has(reason ?? "")),
  );
}

function budgetHint({ conditions }: ObservedWorkload): string | null {
  const budget = conditions.find(({ type }) => type === "DisruptionBudget");
  return budget === undefined
    ? null
    : `a PodDisruptionBudget keeps a pod: ${budget.message ?? "no eviction is allowed"}`;
}

function isBehind({ kind, generation, observedGeneration }: ObservedWorkload): boolean {
  return !withoutGeneration.has(kind) && generation > observedGeneration;
}

/** What the pods still wait for once the counters are done: counters can be older than the template. */
function pendingPods(input: {
  readonly workload: ObservedWorkload;
  readonly current: readonly ObservedPod[];
  readonly targets: TargetImages;
}): string | null {
  const { workload, current, targets } = input;
  if (Object.keys(targets).length === 0 || workload.kind === "cronjob") return null;
  const other = current.find((pod) => !runsTargets(pod, targets));
  if (other !== undefined) return `pod ${other.name} still runs another image`;
  const unpulled = current.find((pod) => isUnpulled(pod, targets));
  if (unpulled !== undefined) return `pod ${unpulled.name} has not pulled the image yet`;
  const outdated = workload.delivery?.keepsOld ? 0 : outdatedPods(workload).length;
  if (outdated > 0) {
    const pods = outdated === 1 ? "1 pod runs" : `${outdated} pods run`;
    const byHand = workload.onDelete ? " until someone deletes them (OnDelete)" : "";
    return `${pods} the old image${byHand}`;
  }
  if (current.length > 0 || workload.replicas.desired === 0 || !withPods.has(workload.kind)) {
    return null;
  }
  const { partition } = workload;
  return partition === null || partition === 0
    ? "no pod with the new image is seen yet"
    : `partition ${partition} keeps every pod at the old image`;
}

function readyMessage({ kind, replicas, partition }: ObservedWorkload): string {
  const { updated, ready, desired } = replicas;
  switch (kind) {
    case "cronjob":
      return "the next run uses it";
    case "job":
      return "the job is complete";
    case "pod":
      return "the pod is ready";
    case "helmrelease":
      return "Helm has released it";
    case "application":
      return "Argo CD has synced it";
    default:
      if (desired === 0) {
        return withPods.has(kind) ? "scaled to 0" : "its controller says that it is ready";
      }
      return partition !== null && partition > 0
        ? `${updated} of ${desired} updated; partition ${partition} keeps the others`
        : `${Math.min(ready, desired)} of ${desired} ready`;
  }
}
