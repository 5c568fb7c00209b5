import { equal, isList, isObject, type Json, type JsonObject } from "#sandbox/kubernetes/json.ts";

import { keyValue, listMerge, sameItem, type ListMerge } from "./list-keys.ts";

/**
 * A set of fields in Kubernetes' FieldsV1 form: `f:name` for members, `k:{…}` for items of keyed
 * lists, `v:…` for items of sets, `.` for an item itself; an empty object is a leaf.
 */
export type FieldSet = JsonObject;

/** Whether lists merge by key (built-in kinds) or are one value (custom resources). */
export interface MergeRules {
  readonly keyedLists: boolean;
}

const atomicMaps: ReadonlySet<string> = new Set([
  "selector",
  "labelSelector",
  "namespaceSelector",
  "podSelector",
  "nodeSelector",
  "secretKeyRef",
  "configMapKeyRef",
  "fieldRef",
]);
const metadataLists: ReadonlySet<string> = new Set(["ownerReferences", "finalizers"]);

export interface Place {
  readonly field: string;
  readonly rules: MergeRules;
}

/** How the list at this place merges. */
export function ruleAt({ field, rules }: Place, items: readonly Json[]): ListMerge {
  return rules.keyedLists || metadataLists.has(field) ? listMerge(field, items) : undefined;
}

/** Whether the members of the value at this place merge and are owned one by one. */
export function isGranular(value: Json | undefined, field: string): value is JsonObject {
  return isObject(value) && !atomicMaps.has(field);
}

/** All fields of a value. */
export function fieldsOf(value: Json, place: Place): FieldSet {
  return changedFields({ live: undefined, next: value, place }) ?? {};
}

/** The fields of `next` that `live` lacks or holds with another value; null where there are none. */
export function changedFields({
  live,
  next,
  place,
}: {
  live: Json | undefined;
  next: Json;
  place: Place;
}): FieldSet | null {
  if (live !== undefined && equal(live, next)) return null;
  if (isGranular(next, place.field) && !isLeaf(next)) return changedMembers({ live, next, place });
  if (!isList(next)) return {};
  const rule = ruleAt(place, next);
  if (rule === undefined || next.length === 0) return {};
  const current = isList(live) ? live : [];
  if (rule === "set") {
    const added = next.filter((item) => !current.includes(item));
    return orNull(added.map((item) => [`v:${JSON.stringify(item)}`, {}]));
  }
  return changedItems({ current, next, keys: rule.keys, place });
}

function changedMembers({
  live,
  next,
  place,
}: {
  live: Json | undefined;
  next: JsonObject;
  place: Place;
}): FieldSet | null {
  const entries: [string, Json][] = [];
  for (const [field, value] of Object.entries<Json>(next)) {
    const before = isObject(live) ? live[field] : undefined;
    const changed = changedFields({
      live: before,
      next: value,
      place: { field, rules: place.rules },
    });
    if (changed) entries.push([`f:${field}`, changed]);
  }
  return orNull(entries);
}

function changedItems({
  current,
  next,
  keys,
  place,
}: {
  current: readonly Json[];
  next: readonly Json[];
  keys: readonly string[];
  place: Place;
}): FieldSet | null {
  const same = sameItem(keys);
  const entries: [string, Json][] = [];
  for (const item of next) {
    const before = current.find((existing) => same(existing, item));
    const changed = changedFields({ live: before, next: item, place: { ...place, field: "" } });
    if (!changed) continue;
    const marker = before === undefined ? { ".": {} } : {};
    entries.push([itemKey(keys, item), { ...marker, ...changed }]);
  }
  return orNull(entries);
}

/** `k:{"name":"app"}`. */
export function itemKey(keys: readonly string[], item: Json): string {
  return `k:${JSON.stringify(Object.fromEntries(keys.map((key) => [key, keyValue(item, key)])))}`;
}

function orNull(entries: readonly (readonly [string, Json])[]): FieldSet | null {
  return entries.length > 0 ? Object.fromEntries(entries) : null;
}

/** The fields of either set. */
export function union(a: FieldSet, b: FieldSet): FieldSet {
  const result: Record<string, Json> = { ...a };
  for (const [key, value] of Object.entries<Json>(b)) {
    const mine = result[key];
    result[key] = isObject(mine) && isObject(value) ? union(mine, value) : value;
  }
  return result;
}

/** The fields of `a` that are not in `b`. */
export function difference(a: FieldSet, b: FieldSet): FieldSet {
  const result: Record<string, Json> = {};
  for (const [key, value] of Object.entries<Json>(a)) {
    const other = b[key];
    if (!isObject(other) || !isObject(value)) result[key] = value;
    else if (!isLeaf(value)) {
      const rest = difference(value, other);
      if (!isLeaf(rest)) result[key] = rest;
    }
  }
  return result;
}

/** The fields in both sets. */
export function intersection(a: FieldSet, b: FieldSet): FieldSet {
  const result: Record<string, Json> = {};
  for (const [key, value] of Object.entries<Json>(a)) {
    const other = b[key];
    if (!isObject(other) || !isObject(value)) continue;
    if (isLeaf(value) || isLeaf(other)) result[key] = {};
    else {
      const both = intersection(value, other);
      if (!isLeaf(both)) result[key] = both;
    }
  }
  return result;
}

/** Whether the set names no field below its root. */
export function isLeaf(fields: FieldSet): boolean {
  return Object.keys(fields).length === 0;
}

/** The leaves as messages name them: `.spec.template.spec.containers[name="app"].image`. */
export function pathsOf(fields: FieldSet, prefix = ""): readonly string[] {
  if (isLeaf(fields)) return [prefix];
  return Object.entries<Json>(fields).flatMap(([key, value]) =>
    isObject(value) ? pathsOf(value, prefix + pathPart(key)) : [],
  );
}

function pathPart(key: string): string {
  if (key === ".") return "";
  const kind = key.slice(0, 2);
  const rest = key.slice(2);
  if (kind === "f:") return `.${rest}`;
  if (kind === "v:") return `[=${rest}]`;
  const parsed: unknown = JSON.parse(rest);
  const parts = isObject(parsed) ? Object.entries<Json>(parsed) : [];
  return `[${parts.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(",")}]`;
}
