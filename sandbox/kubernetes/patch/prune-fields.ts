import { isList, isObject, type Json } from "#sandbox/kubernetes/json.ts";

import { isLeaf, itemKey, ruleAt, type FieldSet, type Place } from "./field-set.ts";

/** The value without the fields; a list item goes when it is named itself and only its keys remain. */
export function pruneFields({
  value,
  fields,
  place,
}: {
  value: Json;
  fields: FieldSet;
  place: Place;
}): Json {
  if (isList(value)) return pruneItems({ items: value, fields, place });
  if (!isObject(value)) return value;
  const result: Record<string, Json> = { ...value };
  for (const [key, inner] of Object.entries<Json>(fields)) {
    const field = key.slice(2);
    const member = result[field];
    if (!key.startsWith("f:") || member === undefined || !isObject(inner)) continue;
    if (isLeaf(inner)) delete result[field];
    else {
      const pruned = pruneFields({
        value: member,
        fields: inner,
        place: { field, rules: place.rules },
      });
      if (isEmpty(pruned)) delete result[field];
      else result[field] = pruned;
    }
  }
  return result;
}

function pruneItems({
  items,
  fields,
  place,
}: {
  items: readonly Json[];
  fields: FieldSet;
  place: Place;
}): readonly Json[] {
  const rule = ruleAt(place, items);
  if (rule === undefined) return items;
  if (rule === "set") return items.filter((item) => !(`v:${JSON.stringify(item)}` in fields));
  return items.flatMap((item) => {
    const inner = fields[itemKey(rule.keys, item)];
    if (!isObject(inner)) return [item];
    const pruned = pruneFields({ value: item, fields: inner, place: { ...place, field: "" } });
    const rest = isObject(pruned)
      ? Object.keys(pruned).filter((key) => !rule.keys.includes(key))
      : [];
    if ("." in inner && rest.length === 0) return [];
    return [
      isObject(pruned) && isObject(item) ? { ...keysOf(item, rule.keys), ...pruned } : pruned,
    ];
  });
}

function keysOf(item: Json, keys: readonly string[]): Readonly<Record<string, Json>> {
  if (!isObject(item)) return {};
  return Object.fromEntries(Object.entries(item).filter(([key]) => keys.includes(key)));
}

function isEmpty(value: Json): boolean {
  return isList(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0;
}
