import { parseFieldSelector, type ObjectMatcher } from "./field-selector.ts";
import { parseLabelSelector } from "./label-selector.ts";
import type { Resource } from "./resource.ts";
import { badRequest } from "./status.ts";

/** A matcher for what the query's label and field selectors choose. */
export function matcherFor(query: URLSearchParams, resource: Resource): ObjectMatcher {
  const labels = parseLabelSelector(query.get("labelSelector") ?? "");
  const fields = parseFieldSelector(query.get("fieldSelector") ?? "", resource);
  return (object) => labels(object.metadata.labels) && fields(object);
}

/** The version the query names, or null for none. */
export function versionIn(query: URLSearchParams): number | null {
  const text = query.get("resourceVersion") ?? "";
  if (text === "") return null;
  const version = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(version)) return version;
  throw badRequest(`resourceVersion: Invalid value: "${text}": invalid resource version`);
}

/** Whether the query switches the parameter on, as Go's ParseBool reads it. */
export function isOn(query: URLSearchParams, name: string): boolean {
  return ["1", "t", "true", "True", "TRUE"].includes(query.get(name) ?? "");
}
