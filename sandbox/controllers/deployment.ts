import type { Change } from "#sandbox/kubernetes/change.ts";
import { equal, omit, type JsonObject } from "#sandbox/kubernetes/json.ts";
import { safeHash } from "#sandbox/kubernetes/name-suffix.ts";
import type { KubeObject, ObjectMeta } from "#sandbox/kubernetes/object.ts";
import { controllerOf, objectKey, parseObjectKey } from "#sandbox/kubernetes/object.ts";
import type { PodTemplate } from "#sandbox/kubernetes/pod.ts";
import { qualifiedName } from "#sandbox/kubernetes/resource.ts";
import type { SimulatedCluster } from "#sandbox/kubernetes/simulated-cluster.ts";

import { keysOfKind, type Controller, type World } from "./control-loop.ts";
import { replacePods, scaleWhilePaused } from "./deployment-rollout.ts";
import { setsOf } from "./deployment-sets.ts";
import { reportDeployment } from "./deployment-status.ts";
import type { Deployment, ReplicaSet } from "./kinds.ts";
import { controllerReference } from "./typed-objects.ts";

const kind = "deployments.apps";
const ownKeys = keysOfKind(kind);
const hashLabel = "pod-template-hash";
const revisionAnnotation = "deployment.kubernetes.io/revision";

/** Replaces the pods of a Deployment by way of one ReplicaSet per template. */
export const deploymentController: Controller = {
  name: "deployment",
  keysFor: (change, cluster) => [...ownKeys(change), ...keysOfGonePod(change, cluster)],
  reconcile(key, world) {
    const deployment = world.objects.get(kind, parseObjectKey(key));
    if (!deployment) return undefined;
    const found = setsOf(deployment, world).find((set) =>
      hasTemplate(set, deployment.spec.template),
    );
    if (deployment.metadata.deletionTimestamp) {
      return reportDeployment({ deployment, current: found, event: null, world });
    }
    if (deployment.spec.paused) {
      scaleWhilePaused({ deployment, current: found, world });
      return reportDeployment({ deployment, current: found, event: null, world });
    }
    const set = found ?? createSet(deployment, world);
    const current = withNextRevision({ set, deployment, world });
    replacePods({ deployment, current, world });
    forgetHistory({ deployment, current, world });
    const live = world.objects.get(kind, deployment.metadata) ?? deployment;
    const event = found ? "found" : "created";
    return reportDeployment({ deployment: live, current, event, world });
  },
};

/** A pod that is gone at last concerns the Deployment itself where that recreates its pods. */
function keysOfGonePod(
  { resource, object, type }: Change,
  { catalog, store }: SimulatedCluster,
): readonly string[] {
  const owner = controllerOf(object);
  if (type !== "DELETED" || owner?.kind !== "ReplicaSet" || qualifiedName(resource) !== "pods") {
    return [];
  }
  const { namespace } = object.metadata;
  const sets = catalog.findKind(owner);
  const set = sets && store.get(sets, objectKey({ namespace, name: owner.name }));
  const deployment = set && controllerOf(set);
  return deployment ? [objectKey({ namespace, name: deployment.name })] : [];
}

function hasTemplate(set: ReplicaSet, template: PodTemplate): boolean {
  return equal(withoutHash(set.spec.template), withoutHash(template));
}

function withoutHash({ metadata = {}, spec }: PodTemplate): object {
  const labels: JsonObject = metadata.labels ?? {};
  return { metadata: { ...metadata, labels: omit(labels, [hashLabel]) }, spec };
}

function createSet(deployment: Deployment, { objects }: World): ReplicaSet {
  const { template, selector, minReadySeconds } = deployment.spec;
  const { name, namespace, annotations } = deployment.metadata;
  const hash = freeHash({ deployment, template, objects });
  const labels = { ...template.metadata?.labels, [hashLabel]: hash };
  const { "kubectl.kubernetes.io/last-applied-configuration": _applied, ...copied } =
    annotations ?? {};
  return objects.create("replicasets.apps", {
    metadata: {
      name: `${name}-${hash}`,
      ...(namespace && { namespace }),
      labels,
      annotations: copied,
      ownerReferences: [controllerReference(deployment)],
    },
    spec: {
      replicas: 0,
      ...(minReadySeconds !== undefined && { minReadySeconds }),
      selector: { ...selector, matchLabels: { ...selector.matchLabels, [hashLabel]: hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  });
}

function freeHash({
  deployment: { metadata },
  template,
  objects,
}: {
  deployment: Deployment;
  template: PodTemplate;
  objects: World["objects"];
}): string {
  const text = JSON.stringify(template);
  for (let collisions = 0; ; collisions += 1) {
    const hash = safeHash(collisions === 0 ? text : `${text}${collisions}`);
    const ref = { namespace: metadata.namespace, name: `${metadata.name}-${hash}` };
    if (!objects.get("replicasets.apps", ref)) return hash;
  }
}

/** Gives the current set the highest revision, and the Deployment the same. */
function withNextRevision({
  set,
  deployment,
  world: { objects },
}: {
  set: ReplicaSet;
  deployment: Deployment;
  world: World;
}): ReplicaSet {
  const others = objects
    .owned("replicasets.apps", deployment)
    .filter((other) => other.metadata.uid !== set.metadata.uid)
    .map(revisionOf);
  const wanted = Math.max(0, ...others) + 1;
  const revision = String(Math.max(revisionOf(set), wanted));
  function withRevision({ metadata }: KubeObject): { metadata: ObjectMeta } {
    const annotations = { ...metadata.annotations, [revisionAnnotation]: revision };
    return { metadata: { ...metadata, annotations } };
  }
  objects.change({
    kind,
    ref: deployment.metadata,
    edit: withRevision,
  });
  return objects.change({
    kind: "replicasets.apps",
    ref: set.metadata,
    edit: withRevision,
  });
}

function revisionOf({ metadata }: ReplicaSet): number {
  return Number(metadata.annotations?.[revisionAnnotation] ?? 0);
}

function forgetHistory({
  deployment,
  current,
  world,
}: {
  deployment: Deployment;
  current: ReplicaSet;
  world: World;
}): void {
  const empty = setsOf(deployment, world).filter(
    (set) =>
      set.metadata.uid !== current.metadata.uid &&
      set.spec.replicas === 0 &&
      (set.status?.replicas ?? 0) === 0 &&
      !set.metadata.deletionTimestamp,
  );
  const surplus = empty.length - deployment.spec.revisionHistoryLimit;
  const oldest = empty.toSorted((a, b) => revisionOf(a) - revisionOf(b));
  for (const { metadata } of oldest.slice(0, Math.max(0, surplus))) {
    world.objects.remove({ kind: "replicasets.apps", ref: metadata });
  }
}
