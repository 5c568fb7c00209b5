import { isObject, type Json, type JsonObject } from "#sandbox/kubernetes/json.ts";
import type { Resource } from "#sandbox/kubernetes/resource.ts";
import { badRequest, unsupportedMediaType } from "#sandbox/kubernetes/status.ts";

import { jsonPatch } from "./json-patch.ts";
import { mergePatch } from "./merge-patch.ts";
import { strategicMerge } from "./strategic-merge.ts";

const mergeType = "application/merge-patch+json";
const jsonType = "application/json-patch+json";
const strategicType = "application/strategic-merge-patch+json";
export const applyTypes: readonly string[] = [
  "application/apply-patch+yaml",
  "application/apply-patch+json",
];

/** The object after a patch of this media type; server-side apply is not among them. */
export function patched({
  live,
  patch,
  type,
  resource,
}: {
  live: JsonObject;
  patch: Json;
  type: string;
  resource: Resource;
}): JsonObject {
  const result = patchedJson({ live, patch, type, resource });
  if (isObject(result)) return result;
  throw badRequest("the patched object is not an object");
}

function patchedJson({
  live,
  patch,
  type,
  resource,
}: {
  live: JsonObject;
  patch: Json;
  type: string;
  resource: Resource;
}): Json {
  if (type === mergeType) return mergePatch(live, patch);
  if (type === jsonType) return jsonPatch(live, patch);
  if (type === strategicType && resource.builtIn) return strategicMerge(live, patch);
  throw unsupportedMediaType([
    jsonType,
    mergeType,
    ...(resource.builtIn ? [strategicType] : []),
    ...applyTypes,
  ]);
}
