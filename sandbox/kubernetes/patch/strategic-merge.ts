import { isList, isObject, type Json, type JsonObject } from "#sandbox/kubernetes/json.ts";

import { listMerge, sameItem } from "./list-keys.ts";

/** Kubernetes' strategic merge patch: lists of containers and the like merge by key. */
export function strategicMerge(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch;
  if (patch["$patch"] === "replace") return withoutDirectives(patch);
  if (patch["$patch"] === "delete") return {};
  const result: Record<string, Json> = isObject(target) ? { ...target } : {};
  retainKeys(result, patch["$retainKeys"]);
  for (const [key, value] of Object.entries<Json>(patch)) {
    if (key.startsWith("$")) continue;
    if (value === null) delete result[key];
    else if (isList(value)) result[key] = mergeList({ field: key, live: result[key], value });
    else result[key] = strategicMerge(result[key], value);
  }
  applyListDirectives(result, patch);
  return result;
}

function mergeList({
  field,
  live,
  value,
}: {
  field: string;
  live: Json | undefined;
  value: readonly Json[];
}): readonly Json[] {
  const current = isList(live) ? live : [];
  if (value.some((item) => isObject(item) && item["$patch"] === "replace")) {
    return value.filter((item) => !isObject(item) || item["$patch"] === undefined);
  }
  const rule = listMerge(field, [...current, ...value]);
  if (rule === undefined) return value;
  if (rule === "set") return [...new Set([...current, ...value])];
  const same = sameItem(rule.keys.slice(0, 1));
  let merged = [...current];
  for (const item of value) {
    const index = merged.findIndex((existing) => same(existing, item));
    if (isObject(item) && item["$patch"] === "delete") {
      merged = merged.filter((existing) => !same(existing, item));
    } else if (index < 0) merged.push(strategicMerge(undefined, item));
    else merged[index] = strategicMerge(merged[index], item);
  }
  return merged;
}

function applyListDirectives(result: Record<string, Json>, patch: JsonObject): void {
  for (const [directive, value] of Object.entries<Json>(patch)) {
    const [, name, field] =
      /^\$(deleteFromPrimitiveList|setElementOrder)\/(.+)$/.exec(directive) ?? [];
    const list = field ? result[field] : undefined;
    if (!field || !isList(list) || !isList(value)) continue;
    result[field] =
      name === "setElementOrder"
        ? reorder({ field, list, order: value })
        : list.filter((item) => !value.includes(item));
  }
}

function reorder({
  field,
  list,
  order,
}: {
  field: string;
  list: readonly Json[];
  order: readonly Json[];
}): readonly Json[] {
  const rule = listMerge(field, list);
  const same =
    rule === undefined || rule === "set"
      ? (a: Json, b: Json) => a === b
      : sameItem(rule.keys.slice(0, 1));
  function place(item: Json) {
    return order.findIndex((entry) => same(entry, item));
  }
  return list.toSorted((a, b) => {
    const [left, right] = [place(a), place(b)];
    return left < 0 || right < 0 ? 0 : left - right;
  });
}

function retainKeys(result: Record<string, Json>, keys: Json | undefined): void {
  if (!isList(keys)) return;
  for (const key of Object.keys(result)) if (!keys.includes(key)) delete result[key];
}

function withoutDirectives(patch: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(patch).filter(([key]) => !key.startsWith("$")));
}
