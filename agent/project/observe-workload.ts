import { mostPods } from "#contracts/agent-workload.ts";
import type { ObservedPod, ObservedWorkload } from "#domain/rollout/observed.ts";

import { mostConditions } from "./conditions.ts";
import type { PodRecord } from "./pod-record.ts";
import type { RevisionRecord } from "./revision-record.ts";
import { toldConditions, toldContainer } from "./told-by-warnings.ts";
import type { WarningRecord } from "./warning-record.ts";
import { ownState } from "./workload-record.ts";
import type { WorkloadRecord } from "./workload-record.ts";

/** A workload with everything in the cluster that is part of it. */
export interface WorkloadParts {
  readonly record: WorkloadRecord;
  /** A Deployment's ReplicaSets. */
  readonly replicaSets: readonly WorkloadRecord[];
  /** A DaemonSet's revisions. */
  readonly revisions: readonly RevisionRecord[];
  /** Its pods, those of its ReplicaSets and Jobs included. */
  readonly pods: readonly PodRecord[];
  /** Events that warn of an object, by its uid. */
  readonly warningsOf: (uid: string) => readonly WarningRecord[];
  /** What the built-in sync last applied there. */
  readonly applied: { readonly revision: string } | null;
}

/** Joins a workload with its pods: which of them are of the newest revision, the failing ones first. */
export function observeWorkload(parts: WorkloadParts): ObservedWorkload {
  const { record, pods, applied, warningsOf } = parts;
  const isCurrent = currentTest(parts);
  const ofPods = pods.flatMap(({ uid }) => warningsOf(uid));
  const told = toldConditions(record, { own: warningsOf(record.uid), ofPods, pods });
  return {
    ...ownState(record),
    conditions: [...record.conditions, ...told].slice(-mostConditions),
    pods: reportedPods(
      pods.map((pod) => ({
        ...pod.observed,
        current: isCurrent(pod),
        containers: pod.observed.containers.map((each) => toldContainer(each, warningsOf(pod.uid))),
      })),
    ),
    managedBy: record.managedBy ?? (applied === null ? null : "stagecoach"),
    revision: applied?.revision ?? null,
  };
}

/**
 * At most 30: those that are not ready first, among them those of the newest revision, then by name. Of more than
 * that, none is left out that runs images which none of the others does.
 */
export function reportedPods(pods: readonly ObservedPod[]): readonly ObservedPod[] {
  const sorted = pods.toSorted(
    (a, b) =>
      Number(a.ready) - Number(b.ready) ||
      Number(b.current) - Number(a.current) ||
      (a.name < b.name ? -1 : 1),
  );
  if (sorted.length <= mostPods) return sorted;
  const firsts = firstOfEachImage(sorted);
  const isFirst = (pod: ObservedPod): boolean => !pod.ready || firsts.has(pod);
  return [...sorted.filter(isFirst), ...sorted.filter((pod) => !isFirst(pod))].slice(0, mostPods);
}

function firstOfEachImage(pods: readonly ObservedPod[]): ReadonlySet<ObservedPod> {
  const firsts = new Map<string, ObservedPod>();
  for (const pod of pods) {
    const images = pod.containers.map(({ image, imageId }) => `${image} ${imageId}`).join();
    if (!firsts.has(images)) firsts.set(images, pod);
  }
  return new Set(firsts.values());
}

function currentTest(parts: WorkloadParts): (pod: PodRecord) => boolean {
  const { record, replicaSets, revisions, pods } = parts;
  switch (record.kind) {
    case "deployment": {
      const newest = replicaSets.toSorted(byRevision)[0];
      return (pod) => pod.owner?.uid === newest?.uid;
    }
    case "statefulset":
    case "rollout":
      return (pod) => record.revision === null || pod.revision === record.revision;
    case "daemonset": {
      const newest = revisions.toSorted((a, b) => b.number - a.number)[0]?.hash;
      const hash = newest || pods.toSorted(byAge)[0]?.revision;
      return (pod) => pod.revision === hash;
    }
    case "cronjob":
      return (pod) => runsTemplate(pod, record);
    default:
      return () => true;
  }
}

/** A rollback gives an old ReplicaSet the highest number, so the number decides and not the age. */
function byRevision(a: WorkloadRecord, b: WorkloadRecord): number {
  const difference = Number(b.revision ?? 0) - Number(a.revision ?? 0);
  return difference || (a.createdAt < b.createdAt ? 1 : -1);
}

function byAge(a: PodRecord, b: PodRecord): number {
  return a.observed.createdAt < b.observed.createdAt ? 1 : -1;
}

function runsTemplate({ observed }: PodRecord, { containers }: WorkloadRecord): boolean {
  return containers.every(({ name, image }) =>
    observed.containers.some((each) => each.name === name && each.image === image),
  );
}
