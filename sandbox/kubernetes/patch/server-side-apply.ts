import { isList, isObject, type Json, type JsonObject } from "#sandbox/kubernetes/json.ts";
import type { ManagedFieldsEntry } from "#sandbox/kubernetes/object.ts";

import {
  changedFields,
  difference,
  fieldsOf,
  isGranular,
  intersection,
  isLeaf,
  ruleAt,
  union,
  type FieldSet,
  type MergeRules,
  type Place,
} from "./field-set.ts";
import { sameItem } from "./list-keys.ts";
import { ownable, type FieldManager } from "./managed-fields.ts";
import { pruneFields } from "./prune-fields.ts";

export interface ApplyConflict {
  readonly entry: ManagedFieldsEntry;
  readonly fields: FieldSet;
}

export type ApplyOutcome =
  | {
      readonly kind: "applied";
      readonly object: JsonObject;
      readonly managedFields: readonly ManagedFieldsEntry[];
    }
  | { readonly kind: "conflict"; readonly conflicts: readonly ApplyConflict[] };

/**
 * Server-side apply: merges the configuration into the live object, removes what this manager
 * applied before and no longer does, and refuses to change fields of other managers unless forced.
 */
export function serverSideApply({
  live,
  managedFields,
  config,
  manager,
  force,
  rules,
}: {
  live: JsonObject;
  managedFields: readonly ManagedFieldsEntry[];
  config: JsonObject;
  manager: FieldManager;
  force: boolean;
  rules: MergeRules;
}): ApplyOutcome {
  const root: Place = { field: "", rules };
  const applied = fieldsOf(ownable(config), root);
  const merged = merge({ live, config, place: root });
  const changed = changedFields({ live: ownable(live), next: ownable(merged), place: root }) ?? {};
  function isOwn(entry: ManagedFieldsEntry) {
    return (
      entry.manager === manager.name &&
      entry.operation === "Apply" &&
      (entry.subresource ?? "") === (manager.subresource ?? "")
    );
  }
  const others = managedFields.filter((entry) => !isOwn(entry));
  const conflicts = others
    .map((entry) => ({ entry, fields: intersection(changed, entry.fieldsV1) }))
    .filter(({ fields }) => !isLeaf(fields));
  if (conflicts.length > 0 && !force) return { kind: "conflict", conflicts };
  const remaining = others
    .map((entry) => ({ ...entry, fieldsV1: difference(entry.fieldsV1, changed) }))
    .filter((entry) => !isLeaf(entry.fieldsV1));
  const before = managedFields.find(isOwn);
  const heldByOthers = remaining.reduce<FieldSet>((all, entry) => union(all, entry.fieldsV1), {});
  const dropped = difference(difference(before?.fieldsV1 ?? {}, applied), heldByOthers);
  const object = pruneFields({ value: merged, fields: dropped, place: root });
  const own: ManagedFieldsEntry = {
    manager: manager.name,
    operation: "Apply",
    apiVersion: manager.apiVersion,
    time: manager.time,
    fieldsType: "FieldsV1",
    fieldsV1: applied,
    ...(manager.subresource && { subresource: manager.subresource }),
  };
  // Whoever applies nothing but a name manages nothing.
  const owners = isLeaf(applied) ? remaining : [own, ...remaining];
  return { kind: "applied", object: objectOnly(object), managedFields: owners };
}

function merge({
  live,
  config,
  place,
}: {
  live: JsonObject;
  config: JsonObject;
  place: Place;
}): JsonObject {
  const result: Record<string, Json> = { ...live };
  for (const [field, value] of Object.entries<Json>(config)) {
    const merged = mergeValue({ live: result[field], value, place: { ...place, field } });
    if (merged === null) delete result[field];
    else result[field] = merged;
  }
  return result;
}

function mergeValue({
  live,
  value,
  place,
}: {
  live: Json | undefined;
  value: Json;
  place: Place;
}): Json {
  if (isGranular(value, place.field)) {
    return merge({ live: isGranular(live, place.field) ? live : {}, config: value, place });
  }
  if (!isList(value)) return value;
  const current = isList(live) ? live : [];
  const rule = ruleAt(place, [...current, ...value]);
  if (rule === undefined) return value;
  if (rule === "set") return [...new Set([...current, ...value])];
  const same = sameItem(rule.keys);
  const merged = [...current];
  for (const item of value) {
    const index = merged.findIndex((existing) => same(existing, item));
    if (index < 0) merged.push(item);
    else
      merged[index] = mergeValue({
        live: merged[index],
        value: item,
        place: { ...place, field: "" },
      });
  }
  return merged;
}

function objectOnly(value: Json): JsonObject {
  return isObject(value) ? value : {};
}
