import { isObject, omit, type JsonObject } from "#sandbox/kubernetes/json.ts";
import type { ManagedFieldsEntry } from "#sandbox/kubernetes/object.ts";

import {
  changedFields,
  difference,
  fieldsOf,
  intersection,
  isLeaf,
  union,
  type FieldSet,
  type MergeRules,
} from "./field-set.ts";

/** Who writes, as `managedFields` records it. */
export interface FieldManager {
  readonly name: string;
  readonly apiVersion: string;
  readonly time: string;
  readonly subresource?: string | undefined;
}

const identity = ["apiVersion", "kind"];
const serverSet = [
  "name",
  "namespace",
  "generateName",
  "uid",
  "resourceVersion",
  "generation",
  "creationTimestamp",
  "deletionTimestamp",
  "deletionGracePeriodSeconds",
  "managedFields",
  "selfLink",
];

/** The part of an object whose fields can have an owner. */
export function ownable(object: JsonObject): JsonObject {
  const { metadata, ...rest } = omit(object, identity);
  if (!isObject(metadata)) return rest;
  const owned = omit(metadata, serverSet);
  return Object.keys(owned).length > 0 ? { metadata: owned, ...rest } : rest;
}

/** The owners after a plain write: the writer takes over every field it changed. */
export function afterUpdate({
  live,
  next,
  managedFields,
  manager,
  rules,
}: {
  live: JsonObject;
  next: JsonObject;
  managedFields: readonly ManagedFieldsEntry[];
  manager: FieldManager;
  rules: MergeRules;
}): readonly ManagedFieldsEntry[] {
  const place = { field: "", rules };
  const changed = changedFields({ live: ownable(live), next: ownable(next), place }) ?? {};
  const present = fieldsOf(ownable(next), place);
  function isOwn(entry: ManagedFieldsEntry) {
    return (
      entry.manager === manager.name &&
      entry.operation === "Update" &&
      (entry.subresource ?? "") === (manager.subresource ?? "")
    );
  }
  const others = managedFields
    .filter((entry) => !isOwn(entry))
    .map((entry) => ({
      ...entry,
      fieldsV1: intersection(difference(entry.fieldsV1, changed), present),
    }));
  const before = managedFields.find(isOwn);
  const fields: FieldSet = union(intersection(before?.fieldsV1 ?? {}, present), changed);
  const own: ManagedFieldsEntry = {
    manager: manager.name,
    operation: "Update",
    apiVersion: manager.apiVersion,
    time: isLeaf(changed) && before ? before.time : manager.time,
    fieldsType: "FieldsV1",
    fieldsV1: fields,
    ...(manager.subresource && { subresource: manager.subresource }),
  };
  return [...others, own].filter((entry) => !isLeaf(entry.fieldsV1));
}
