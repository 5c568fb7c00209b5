import { parseObjectKey } from "#sandbox/kubernetes/object.ts";
import type { Pod } from "#sandbox/kubernetes/pod.ts";

import { keysOfKind, type Controller, type World } from "./control-loop.ts";
import { currentRevision, forgetRevisions, revisionHashLabel } from "./controller-revisions.ts";
import type { ControllerRevision, StatefulSet } from "./kinds.ts";
import { reportStatefulSet } from "./stateful-set-status.ts";
import { isActive, podFromTemplate, untilAvailable } from "./template-pods.ts";

const kind = "statefulsets.apps";

/** Keeps numbered pods, one after another, and updates them from the highest number down. */
export const statefulSetController: Controller = {
  name: "statefulset",
  keysFor: keysOfKind(kind),
  reconcile(key, world) {
    const set = world.objects.get(kind, parseObjectKey(key));
    if (!set || set.metadata.deletionTimestamp) return undefined;
    const { objects } = world;
    const update = currentRevision({ objects, owner: set, template: set.spec.template });
    const current = revisionNamed(set.status?.currentRevision, { set, world }) ?? update;
    mendPods({ set, current, update, world });
    const { namespace } = set.metadata;
    const live = objects.get(kind, { namespace, name: set.metadata.name }) ?? set;
    const again = reportStatefulSet({ set: live, current, update, world });
    forgetRevisions({
      objects,
      owner: set,
      limit: set.spec.revisionHistoryLimit,
      inUse: new Set([current.metadata.name, update.metadata.name]),
    });
    return again;
  },
};

interface Mending {
  readonly set: StatefulSet;
  readonly current: ControllerRevision;
  readonly update: ControllerRevision;
  readonly world: World;
}

function revisionNamed(
  name: string | undefined,
  { set, world }: Pick<Mending, "set" | "world">,
): ControllerRevision | undefined {
  return world.objects
    .owned("controllerrevisions.apps", set)
    .find(({ metadata }) => metadata.name === name);
}

/** Does the first thing that is due; the change it makes brings the next turn. */
function mendPods(mending: Mending): void {
  const { set, world } = mending;
  const pods = new Map(
    world.objects.owned("pods", set).map((pod) => [ordinalOf(pod), pod] as const),
  );
  const oneByOne = set.spec.podManagementPolicy === "OrderedReady";
  for (let ordinal = 0; ordinal < set.spec.replicas; ordinal += 1) {
    const settled = mendPod({ ...mending, ordinal, pod: pods.get(ordinal) });
    if (!settled && oneByOne) return;
  }
  const surplus = [...pods].filter(([ordinal]) => ordinal >= set.spec.replicas);
  if (surplus.length > 0) {
    removeSurplus({ surplus, oneByOne, world });
    return;
  }
  if (set.spec.updateStrategy.type === "RollingUpdate") updateNext({ ...mending, pods });
}

/** Whether the pod of this number is there, running and available. */
function mendPod({
  set,
  current,
  update,
  world,
  ordinal,
  pod,
}: Mending & { ordinal: number; pod: Pod | undefined }): boolean {
  if (!pod) {
    const { type, rollingUpdate } = set.spec.updateStrategy;
    const keepsOld = type === "RollingUpdate" && ordinal < (rollingUpdate?.partition ?? 0);
    createPod({ set, ordinal, revision: keepsOld ? current : update, world });
    return false;
  }
  const finished = pod.status?.phase === "Failed" || pod.status?.phase === "Succeeded";
  if (finished && !pod.metadata.deletionTimestamp) {
    world.objects.remove({ kind: "pods", ref: pod.metadata });
    return false;
  }
  return isAvailable(pod, { set, world });
}

function isAvailable(pod: Pod, { set, world }: Pick<Mending, "set" | "world">): boolean {
  if (pod.metadata.deletionTimestamp) return false;
  const { minReadySeconds } = set.spec;
  return untilAvailable({ pod, minReadySeconds, now: world.now }) === 0;
}

function createPod({
  set,
  ordinal,
  revision,
  world,
}: {
  set: StatefulSet;
  ordinal: number;
  revision: ControllerRevision;
  world: World;
}): void {
  const name = `${set.metadata.name}-${ordinal}`;
  const draft = podFromTemplate({
    owner: set,
    name,
    template: revision.data.spec.template,
    labels: {
      [revisionHashLabel]: revision.metadata.name,
      "statefulset.kubernetes.io/pod-name": name,
      "apps.kubernetes.io/pod-index": String(ordinal),
    },
  });
  world.objects.create("pods", draft);
}

function removeSurplus({
  surplus,
  oneByOne,
  world,
}: {
  surplus: readonly (readonly [number, Pod])[];
  oneByOne: boolean;
  world: World;
}): void {
  const highestFirst = surplus.toSorted(([a], [b]) => b - a);
  for (const [, pod] of oneByOne ? highestFirst.slice(0, 1) : highestFirst) {
    if (isActive(pod)) world.objects.remove({ kind: "pods", ref: pod.metadata });
  }
}

function updateNext({
  set,
  update,
  pods,
  world,
}: Mending & { pods: ReadonlyMap<number, Pod> }): void {
  const partition = set.spec.updateStrategy.rollingUpdate?.partition ?? 0;
  for (let ordinal = set.spec.replicas - 1; ordinal >= partition; ordinal -= 1) {
    const pod = pods.get(ordinal);
    if (!pod || pod.metadata.deletionTimestamp) return;
    if (pod.metadata.labels?.[revisionHashLabel] !== update.metadata.name) {
      world.objects.remove({ kind: "pods", ref: pod.metadata });
      return;
    }
    if (!isAvailable(pod, { set, world })) return;
  }
}

function ordinalOf({ metadata }: Pod): number {
  return Number(/-(\d+)$/.exec(metadata.name)?.[1] ?? -1);
}
