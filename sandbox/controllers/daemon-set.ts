import type { Change } from "#sandbox/kubernetes/change.ts";
import { objectKey, parseObjectKey } from "#sandbox/kubernetes/object.ts";
import type { Node, Pod, PodTemplate } from "#sandbox/kubernetes/pod.ts";
import { qualifiedName } from "#sandbox/kubernetes/resource.ts";
import type { SimulatedCluster } from "#sandbox/kubernetes/simulated-cluster.ts";

import { keysOfKind, type Controller, type World } from "./control-loop.ts";
import {
  currentRevision,
  forgetRevisions,
  hashOf,
  revisionHashLabel,
} from "./controller-revisions.ts";
import { resolveCount } from "./int-or-percent.ts";
import type { ControllerRevision, DaemonSet } from "./kinds.ts";
import { countReady, isActive, podFromTemplate, untilAvailable } from "./template-pods.ts";

const kind = "daemonsets.apps";
const ownKeys = keysOfKind(kind);

/** Keeps one pod on every node its selector allows, and replaces old ones within maxUnavailable. */
export const daemonSetController: Controller = {
  name: "daemonset",
  keysFor(change, cluster) {
    return qualifiedName(change.resource) === "nodes" ? allOf(change, cluster) : ownKeys(change);
  },
  reconcile(key, world) {
    const set = world.objects.get(kind, parseObjectKey(key));
    if (!set || set.metadata.deletionTimestamp) return undefined;
    const { objects } = world;
    const { template, revisionHistoryLimit } = set.spec;
    const revision = currentRevision({ objects, owner: set, template });
    const nodes = objects.list("nodes").filter((node) => isEligible(set, node));
    mendPods({ set, revision, nodes, world });
    replaceOld({ set, revision, nodes, world });
    const inUse = new Set([revision.metadata.name]);
    forgetRevisions({ objects, owner: set, limit: revisionHistoryLimit, inUse });
    return report({ set, revision, nodes, world });
  },
};

interface Mending {
  readonly set: DaemonSet;
  readonly revision: ControllerRevision;
  readonly nodes: readonly Node[];
  readonly world: World;
}

/** A node that comes or changes concerns every DaemonSet; its heartbeats are not changes of it. */
function allOf(
  { object, previous, type }: Change,
  { store, catalog }: SimulatedCluster,
): readonly string[] {
  const changed = type !== "MODIFIED" || object.metadata.labels !== previous?.metadata.labels;
  const resource = catalog.find({ group: "apps", version: "v1", plural: "daemonsets" });
  if (!changed || !resource) return [];
  return store.list(resource).map(({ metadata }) => objectKey(metadata));
}

function isEligible({ spec }: DaemonSet, { metadata }: Node): boolean {
  const wanted = Object.entries(spec.template.spec.nodeSelector ?? {});
  return wanted.every(([key, value]) => metadata.labels?.[key] === value);
}

function mendPods({ set, revision, nodes, world: { objects } }: Mending): void {
  const pods = objects.owned("pods", set);
  const names = new Set(nodes.map(({ metadata }) => metadata.name));
  for (const pod of pods) {
    const finished = pod.status?.phase === "Failed" || pod.status?.phase === "Succeeded";
    const surplus = finished || !names.has(targetOf(pod));
    if (surplus && !pod.metadata.deletionTimestamp)
      objects.remove({ kind: "pods", ref: pod.metadata });
  }
  const served = new Set(pods.map(targetOf));
  for (const name of names) {
    if (served.has(name)) continue;
    const template = onNode(set.spec.template, name);
    const labels = { [revisionHashLabel]: hashOf(revision) };
    objects.create("pods", podFromTemplate({ owner: set, template, labels }));
  }
}

/** The template bound to one node, in the way that leaves the binding to the scheduler. */
function onNode(template: PodTemplate, node: string): PodTemplate {
  const term = { matchFields: [{ key: "metadata.name", operator: "In" as const, values: [node] }] };
  const required = { nodeSelectorTerms: [term] };
  const nodeAffinity = { requiredDuringSchedulingIgnoredDuringExecution: required };
  const { affinity } = template.spec;
  return { ...template, spec: { ...template.spec, affinity: { ...affinity, nodeAffinity } } };
}

function targetOf({ spec }: Pod): string {
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return spec.nodeName ?? required?.nodeSelectorTerms[0]?.matchFields?.[0]?.values?.[0] ?? "";
}

/** Old pods that do not work go at once, working ones as far as maxUnavailable allows. */
function replaceOld({ set, revision, nodes, world: { objects, now } }: Mending): void {
  if (set.spec.updateStrategy.type !== "RollingUpdate") return;
  const { minReadySeconds } = set.spec;
  const pods = objects.owned("pods", set).filter(isActive);
  function works(pod: Pod) {
    return untilAvailable({ pod, minReadySeconds, now }) === 0;
  }
  const value = set.spec.updateStrategy.rollingUpdate?.maxUnavailable ?? 1;
  const limit = Math.max(1, resolveCount({ value, total: nodes.length, round: "up" }));
  let budget = limit - (nodes.length - pods.filter(works).length);
  for (const pod of pods) {
    if (pod.metadata.labels?.[revisionHashLabel] === hashOf(revision)) continue;
    if (works(pod)) {
      if (budget <= 0) continue;
      budget -= 1;
    }
    objects.remove({ kind: "pods", ref: pod.metadata });
  }
}

function report({ set, revision, nodes, world: { objects, now } }: Mending): number | undefined {
  const pods = objects.owned("pods", set).filter(isActive);
  const { minReadySeconds } = set.spec;
  const { ready, available, againMs } = countReady({ pods, minReadySeconds, now });
  const updated = pods.filter(
    ({ metadata }) => metadata.labels?.[revisionHashLabel] === hashOf(revision),
  );
  const unavailable = nodes.length - available;
  objects.setStatus({
    kind,
    ref: set.metadata,
    status: {
      currentNumberScheduled: pods.length,
      numberMisscheduled: 0,
      desiredNumberScheduled: nodes.length,
      numberReady: ready,
      observedGeneration: set.metadata.generation ?? 1,
      ...(updated.length > 0 && { updatedNumberScheduled: updated.length }),
      ...(available > 0 && { numberAvailable: available }),
      ...(unavailable > 0 && { numberUnavailable: unavailable }),
    },
  });
  return againMs;
}
