import { timestamp } from "#sandbox/kubernetes/object.ts";
import type { Condition } from "#sandbox/kubernetes/pod.ts";

import { conditionOf, withCondition, withUpdatedCondition } from "./conditions.ts";
import type { World } from "./control-loop.ts";
import { rollingLimits } from "./deployment-rollout.ts";
import { setsOf } from "./deployment-sets.ts";
import type { Deployment, DeploymentStatus, ReplicaSet } from "./kinds.ts";

interface Report {
  readonly deployment: Deployment;
  readonly current: ReplicaSet | undefined;
  /** Whether this pass created the current set, found it, or (null) did not ask for one. */
  readonly event: "created" | "found" | null;
  readonly world: World;
}

/** Writes the status; returns when the progress deadline has to be checked. */
export function reportDeployment(report: Report): number | undefined {
  const { deployment, world } = report;
  const counts = countsOf(report);
  const conditions = progress({
    ...report,
    counts,
    conditions: availability({ ...report, counts }),
  });
  world.objects.setStatus({
    kind: "deployments.apps",
    ref: deployment.metadata,
    status: { ...counts, conditions },
  });
  return untilDeadline({ deployment, conditions, now: world.now });
}

function countsOf({ deployment, current, world }: Report): DeploymentStatus {
  const sets = setsOf(deployment, world);
  function sum(count: (set: ReplicaSet) => number | undefined): number {
    return sets.reduce((all, set) => all + (count(set) ?? 0), 0);
  }
  const replicas = sum((set) => set.status?.replicas);
  const updated = current?.status?.replicas ?? 0;
  const ready = sum((set) => set.status?.readyReplicas);
  const available = sum((set) => set.status?.availableReplicas);
  const unavailable = Math.max(0, sum((set) => set.spec.replicas) - available);
  return {
    observedGeneration: deployment.metadata.generation ?? 1,
    ...(replicas > 0 && { replicas }),
    ...(updated > 0 && { updatedReplicas: updated }),
    ...(ready > 0 && { readyReplicas: ready }),
    ...(available > 0 && { availableReplicas: available }),
    ...(unavailable > 0 && { unavailableReplicas: unavailable }),
  };
}

interface Counted extends Report {
  readonly counts: DeploymentStatus;
}

function availability({ deployment, counts, world }: Counted): readonly Condition[] {
  const least = deployment.spec.replicas - rollingLimits(deployment).unavailable;
  const enough = (counts.availableReplicas ?? 0) >= least;
  return withUpdatedCondition({
    conditions: deployment.status?.conditions,
    now: world.now,
    condition: enough
      ? {
          type: "Available",
          status: "True",
          reason: "MinimumReplicasAvailable",
          message: "Deployment has minimum availability.",
        }
      : {
          type: "Available",
          status: "False",
          reason: "MinimumReplicasUnavailable",
          message: "Deployment does not have minimum availability.",
        },
  });
}

function progress({
  conditions,
  ...report
}: Counted & { conditions: readonly Condition[] }): readonly Condition[] {
  const { deployment, current, counts, event, world } = report;
  const before = conditionOf(conditions, "Progressing");
  function set(status: "True" | "False" | "Unknown", reason: string, message: string) {
    return withUpdatedCondition({
      conditions,
      now: world.now,
      condition: { type: "Progressing", status, reason, message },
    });
  }
  if (deployment.spec.paused) return set("Unknown", "DeploymentPaused", "Deployment is paused");
  const name = `ReplicaSet "${current?.metadata.name ?? deployment.metadata.name}"`;
  if (event === "created") {
    return set(
      "True",
      "NewReplicaSetCreated",
      `Created new replica set "${current?.metadata.name ?? ""}"`,
    );
  }
  if (event === "found" && !before)
    return set(
      "True",
      "FoundNewReplicaSet",
      `Found new replica set "${current?.metadata.name ?? ""}"`,
    );
  const settled = (counts.replicas ?? 0) === (counts.updatedReplicas ?? 0);
  if (before?.reason === "NewReplicaSetAvailable" && settled) return conditions;
  if (isComplete(deployment, counts)) {
    return set("True", "NewReplicaSetAvailable", `${name} has successfully progressed.`);
  }
  if (hasMoved(deployment.status ?? {}, counts)) {
    return withCondition({
      conditions,
      now: world.now,
      condition: {
        type: "Progressing",
        status: "True",
        reason: "ReplicaSetUpdated",
        message: `${name} is progressing.`,
        lastUpdateTime: timestamp(world.now),
      },
    });
  }
  if (!isTimedOut({ deployment, before, now: world.now })) return conditions;
  return set("False", "ProgressDeadlineExceeded", `${name} has timed out progressing.`);
}

function isComplete({ spec, metadata }: Deployment, counts: DeploymentStatus): boolean {
  return (
    (counts.updatedReplicas ?? 0) === spec.replicas &&
    (counts.replicas ?? 0) === spec.replicas &&
    (counts.availableReplicas ?? 0) === spec.replicas &&
    (counts.observedGeneration ?? 0) >= (metadata.generation ?? 0)
  );
}

function hasMoved(before: DeploymentStatus, now: DeploymentStatus): boolean {
  function old(status: DeploymentStatus) {
    return (status.replicas ?? 0) - (status.updatedReplicas ?? 0);
  }
  return (
    (now.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) ||
    old(now) < old(before) ||
    (now.readyReplicas ?? 0) > (before.readyReplicas ?? 0) ||
    (now.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
  );
}

const settledReasons: ReadonlySet<string | undefined> = new Set([
  "NewReplicaSetAvailable",
  "ProgressDeadlineExceeded",
  "DeploymentPaused",
]);

function isTimedOut({
  deployment,
  before,
  now,
}: {
  deployment: Deployment;
  before: Condition | undefined;
  now: Date;
}): boolean {
  if (!before?.lastUpdateTime || before.reason === "NewReplicaSetAvailable") return false;
  const deadline =
    Date.parse(before.lastUpdateTime) + deployment.spec.progressDeadlineSeconds * 1000;
  return now.getTime() >= deadline;
}

function untilDeadline({
  deployment,
  conditions,
  now,
}: {
  deployment: Deployment;
  conditions: readonly Condition[];
  now: Date;
}): number | undefined {
  const progressing = conditionOf(conditions, "Progressing");
  if (!progressing?.lastUpdateTime || settledReasons.has(progressing.reason)) return undefined;
  const { progressDeadlineSeconds } = deployment.spec;
  const deadline = Date.parse(progressing.lastUpdateTime) + progressDeadlineSeconds * 1000;
  return Math.max(deadline - now.getTime(), 0) + 10;
}
