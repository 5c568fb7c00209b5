import { hideValues } from "#agent/secrecy/hide-values.ts";
import { hideMarked } from "#agent/secrecy/value-marks.ts";
import type { ValueMarks } from "#agent/secrecy/value-marks.ts";
import type { ObservedCondition, ObservedPodContainer } from "#domain/rollout/observed.ts";

import type { PodRecord } from "./pod-record.ts";
import { newestWarning } from "./warning-record.ts";
import type { WarningRecord } from "./warning-record.ts";
import type { WorkloadRecord } from "./workload-record.ts";

/** What keeps a pod from getting as far as its containers. */
const beforeStart: ReadonlySet<string> = new Set([
  "FailedMount",
  "FailedAttachVolume",
  "FailedMapVolume",
  "FailedCreatePodSandBox",
]);
/** Kinds whose status does not tell that the API server refuses their pods. */
const silent: ReadonlySet<string> = new Set(["statefulset", "daemonset", "job"]);

/** A pod's container with what only events tell: why it is not ready, not pulled, or not even made. */
export function toldContainer(
  container: ObservedPodContainer,
  warnings: readonly WarningRecord[],
): ObservedPodContainer {
  const { state, ready, reason, name } = container;
  if (state === "running" && !ready) {
    return { ...container, message: ofContainer(warnings, { name, wanted: "Unhealthy" }) };
  }
  if (state !== "waiting") return container;
  if (reason === "ImagePullBackOff" || reason === "ErrImagePull") {
    if (container.message?.includes(": ")) return container;
    const pull = ofContainer(warnings, { name, wanted: "Failed", says: "Failed to pull image" });
    return { ...container, message: pull ?? container.message };
  }
  if (reason !== null && reason !== "ContainerCreating" && reason !== "PodInitializing") {
    return container;
  }
  const obstacle = newestWarning(warnings, (warning) => beforeStart.has(warning.reason));
  return { ...container, message: obstacle?.message ?? container.message };
}

function ofContainer(
  warnings: readonly WarningRecord[],
  of: { readonly name: string; readonly wanted: string; readonly says?: string },
): string | null {
  const { name, wanted, says = "" } = of;
  const newest = newestWarning(
    warnings,
    ({ container, reason, message }) =>
      container === name && reason === wanted && message.startsWith(says),
  );
  return newest?.message ?? null;
}

/**
 * Conditions that events stand for: pods that the API server refuses to make, of a workload that lacks some and made
 * none since, and evictions that a PodDisruptionBudget forbids.
 */
export function toldConditions(
  { kind, replicas, marks }: WorkloadRecord,
  told: {
    readonly own: readonly WarningRecord[];
    readonly ofPods: readonly WarningRecord[];
    readonly pods: readonly PodRecord[];
  },
): readonly ObservedCondition[] {
  const { own, ofPods, pods } = told;
  const lacksPods = silent.has(kind) && replicas.total < replicas.desired;
  const refused = lacksPods
    ? newestWarning(
        own,
        ({ reason, at }) =>
          reason === "FailedCreate" && pods.every(({ observed }) => observed.createdAt <= at),
      )
    : undefined;
  const budget = newestWarning([...own, ...ofPods], ({ message }) =>
    /disruption ?budget|\bPDB\b/i.test(message),
  );
  return [
    ...(refused === undefined ? [] : [condition("ReplicaFailure", refused, marks)]),
    ...(budget === undefined ? [] : [condition("DisruptionBudget", budget, marks)]),
  ];
}

function condition(
  type: string,
  { reason, message }: WarningRecord,
  marks: ValueMarks | null,
): ObservedCondition {
  const marked = hideMarked(message, marks ?? []);
  const told = hideValues(marked, { values: [], others: marks === null });
  return { type, status: "True", reason, message: told };
}
