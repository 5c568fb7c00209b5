import type { Change } from "#sandbox/kubernetes/change.ts";
import { jsonOf, objectKey, parseObjectKey } from "#sandbox/kubernetes/object.ts";
import type { KubeObject, OwnerReference } from "#sandbox/kubernetes/object.ts";
import { qualifiedName, type Resource } from "#sandbox/kubernetes/resource.ts";
import type { SimulatedCluster } from "#sandbox/kubernetes/simulated-cluster.ts";

import type { Controller, World } from "./control-loop.ts";

const foreground = "foregroundDeletion";
const orphan = "orphan";

/** Deletes what lost its owners, and finishes deletions in the foreground and those that orphan. */
export const garbageCollector: Controller = {
  name: "garbage-collector",
  keysFor,
  reconcile(key, world) {
    const [id = "", at = ""] = key.split(" ");
    const resource = world.cluster.catalog.all().find((each) => qualifiedName(each) === id);
    const object = resource && world.cluster.store.get(resource, at);
    if (!resource || !object) return undefined;
    if (object.metadata.deletionTimestamp) finishDeletion({ resource, object, world });
    else if (isOrphaned(object, world.cluster)) remove({ resource, object, world });
    return undefined;
  },
};

function keysFor(change: Change, cluster: SimulatedCluster): readonly string[] {
  const { resource, object, type } = change;
  const { metadata } = object;
  const own = keyOf(resource, object);
  switch (type) {
    case "ADDED":
      return metadata.ownerReferences ? [own] : [];
    case "MODIFIED":
      return metadata.finalizers && metadata.deletionTimestamp ? [own] : [];
    case "DELETED":
      return [
        ...cluster.store
          .dependentsOf(metadata.uid)
          .map((each) => keyOf(each.resource, each.object)),
        ...ownersOf(object, cluster).map((owner) => keyOf(owner.resource, owner.object)),
      ];
  }
}

function keyOf(resource: Resource, { metadata }: KubeObject): string {
  return `${qualifiedName(resource)} ${objectKey(metadata)}`;
}

interface Found {
  readonly resource: Resource;
  readonly object: KubeObject;
}

/** The owners that exist: of the same name and uid. */
function ownersOf(object: KubeObject, cluster: SimulatedCluster): readonly Found[] {
  const { ownerReferences = [], namespace } = object.metadata;
  return ownerReferences.flatMap((reference) => findOwner({ reference, namespace, cluster }) ?? []);
}

function findOwner({
  reference: { apiVersion, kind, name, uid },
  namespace,
  cluster: { catalog, store },
}: {
  reference: OwnerReference;
  namespace: string | undefined;
  cluster: SimulatedCluster;
}): Found | null {
  const resource = catalog.findKind({ apiVersion, kind });
  if (!resource) return null;
  const key = objectKey({ namespace: resource.namespaced ? namespace : undefined, name });
  const object = store.get(resource, key);
  return object?.metadata.uid === uid ? { resource, object } : null;
}

function isOrphaned(object: KubeObject, cluster: SimulatedCluster): boolean {
  return Boolean(object.metadata.ownerReferences?.length) && ownersOf(object, cluster).length === 0;
}

function remove({ resource, object, world }: Found & { world: World }): void {
  world.cluster.registry.remove({ target: { resource, ref: object.metadata }, options: {} });
}

function finishDeletion({ resource, object, world }: Found & { world: World }): void {
  const { finalizers = [], uid } = object.metadata;
  const dependents = world.cluster.store.dependentsOf(uid);
  if (finalizers.includes(orphan)) {
    for (const dependent of dependents) disown({ ...dependent, uid, world });
    dropFinalizer({ resource, object, name: orphan, world });
  } else if (finalizers.includes(foreground)) {
    for (const dependent of dependents) {
      if (!dependent.object.metadata.deletionTimestamp) removeInForeground({ ...dependent, world });
    }
    if (world.cluster.store.dependentsOf(uid).length === 0) {
      dropFinalizer({ resource, object, name: foreground, world });
    }
  }
}

function removeInForeground({ resource, object, world }: Found & { world: World }): void {
  const target = { resource, ref: object.metadata };
  world.cluster.registry.remove({ target, options: { propagation: "Foreground" } });
}

function disown({ resource, object, uid, world }: Found & { uid: string; world: World }): void {
  const kept = object.metadata.ownerReferences?.filter((owner) => owner.uid !== uid) ?? [];
  const next = jsonOf({ ...object, metadata: { ...object.metadata, ownerReferences: kept } });
  const ref = parseObjectKey(objectKey(object.metadata));
  world.cluster.registry.update({ target: { resource, ref }, next });
}

function dropFinalizer({
  resource,
  object,
  name,
  world,
}: Found & { name: string; world: World }): void {
  const finalizers = object.metadata.finalizers?.filter((each) => each !== name) ?? [];
  const next = jsonOf({ ...object, metadata: { ...object.metadata, finalizers } });
  world.cluster.registry.update({ target: { resource, ref: object.metadata }, next });
}
