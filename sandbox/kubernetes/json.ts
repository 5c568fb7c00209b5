export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Whether the value is a JSON object: neither null nor a list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether the value is a JSON list. */
export function isList(value: unknown): value is readonly Json[] {
  return Array.isArray(value);
}

/** The member of an object, or undefined where there is no object or no such member. */
export function at(value: unknown, ...path: readonly string[]): Json | undefined {
  let current: unknown = value;
  for (const key of path) {
    if (!isObject(current)) return undefined;
    current = current[key];
  }
  return asJson(current);
}

/** The text or number at the path as text, and an empty text for anything else. */
export function textAt(value: unknown, ...path: readonly string[]): string {
  const found = at(value, ...path);
  return typeof found === "string" || typeof found === "number" ? String(found) : "";
}

/** Views a value that was made from JSON as JSON. Callers pass only stored or parsed objects. */
export function asJson(value: unknown): Json | undefined {
  return value as Json | undefined;
}

/** Equality of JSON values; the order of keys does not count, an undefined member counts as absent. */
export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (isList(a)) return isList(b) && a.length === b.length && a.every((v, i) => equal(v, b[i]));
  if (!isObject(a) || !isObject(b)) return false;
  for (const key in a) if (!equal(a[key], b[key])) return false;
  for (const key in b) if (a[key] === undefined && b[key] !== undefined) return false;
  return true;
}

/** Drops undefined and null members, deeply; parts without any are returned as they are, not copied. */
export function compact(value: Json): Json {
  if (isList(value)) {
    const items = value.map((item) => compact(item));
    return items.every((item, i) => item === value[i]) ? value : items;
  }
  if (!isObject(value)) return value;
  const result: Record<string, Json> = {};
  let changed = false;
  for (const [key, member] of Object.entries<Json | undefined>(value)) {
    if (member === undefined || member === null) {
      changed = true;
      continue;
    }
    result[key] = compact(member);
    changed ||= result[key] !== member;
  }
  return changed ? result : value;
}

/** The object without the named members. */
export function omit(object: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !names.includes(key)));
}
