import { at, equal, type JsonObject } from "./json.ts";
import { objectOf, timestamp } from "./object.ts";
import type { Draft, KubeObject, ManagedFieldsEntry, ObjectMeta } from "./object.ts";
import type { Resource } from "./resource.ts";
import { conflict } from "./status.ts";

/** The metadata of a new object: the client's, and what the server sets. */
export function newMetadata({
  resource,
  namespace,
  draft,
  uid,
  name,
  now,
}: {
  resource: Resource;
  namespace: string | undefined;
  draft: Draft;
  uid: string;
  name: string;
  now: Date;
}): Partial<ObjectMeta> {
  const {
    resourceVersion: _v,
    deletionTimestamp: _d,
    managedFields: _m,
    ...given
  } = draft.metadata;
  return {
    ...given,
    name,
    ...(resource.namespaced && namespace && { namespace }),
    uid,
    creationTimestamp: timestamp(now),
    ...(resource.counted && { generation: 1 }),
  };
}

/** The metadata of an update: the client's labels and the like, the server's own kept. */
export function keptMetadata(live: KubeObject, next: JsonObject): ObjectMeta {
  const { labels, annotations, ownerReferences, finalizers } = objectOf(next).metadata;
  const {
    labels: _l,
    annotations: _a,
    ownerReferences: _o,
    finalizers: _f,
    ...kept
  } = live.metadata;
  return {
    ...kept,
    ...(labels && { labels }),
    ...(annotations && { annotations }),
    ...(ownerReferences?.length && { ownerReferences }),
    ...(finalizers?.length && { finalizers }),
  };
}

/** Refuses a write that names another uid or version than the live object has. */
export function checkPreconditions({
  resource,
  live,
  next,
}: {
  resource: Resource;
  live: KubeObject;
  next: JsonObject;
}): void {
  const name = live.metadata.name;
  const uid = at(next, "metadata", "uid");
  if (typeof uid === "string" && uid !== "" && uid !== live.metadata.uid) {
    const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${live.metadata.uid}`;
    throw conflict({ resource, name, why });
  }
  const version = at(next, "metadata", "resourceVersion");
  if (typeof version === "string" && version !== "" && version !== live.metadata.resourceVersion) {
    throw conflict({ resource, name });
  }
}

/** The object with the next generation where anything but metadata and status changed. */
export function counted(resource: Resource, live: KubeObject, next: KubeObject): KubeObject {
  if (!resource.counted) return next;
  const { metadata: _a, status: _b, ...before } = live;
  const { metadata: _c, status: _d, ...after } = next;
  if (equal(before, after)) return next;
  return {
    ...next,
    metadata: { ...next.metadata, generation: (live.metadata.generation ?? 0) + 1 },
  };
}

/** An apply that changes no ownership keeps the entries' times, so that it is no write at all. */
export function unchangedTimes(
  live: KubeObject,
  entries: readonly ManagedFieldsEntry[],
): readonly ManagedFieldsEntry[] {
  const before = live.metadata.managedFields ?? [];
  const kept = entries.map(
    (entry) => before.find((old) => equal({ ...old, time: "" }, { ...entry, time: "" })) ?? entry,
  );
  const same = kept.length === before.length && before.every((entry) => kept.includes(entry));
  return same ? before : kept;
}
