import type { ResourceAction } from "./access.ts";
import type { DeleteOptions } from "./deletion.ts";
import { at, type Json } from "./json.ts";
import { isOn } from "./list-query.ts";
import type { WriteOptions } from "./registry.ts";
import type { ResourceRequest } from "./resource-request.ts";
import { methodNotAllowed } from "./status.ts";

/** What the request does, in the terms of access rules. */
export function actionOf({
  resource,
  namespace,
  name,
  subresource,
  query,
  request,
}: ResourceRequest): ResourceAction {
  const { group, plural } = resource;
  return {
    group,
    namespace,
    name,
    resource: subresource ? `${plural}/${subresource}` : plural,
    verb: verbOf({ method: request.method ?? "", onObject: name !== undefined, query }),
  };
}

function verbOf({
  method,
  onObject,
  query,
}: {
  method: string;
  onObject: boolean;
  query: URLSearchParams;
}): string {
  switch (method) {
    case "GET":
      if (onObject) return "get";
      return isOn(query, "watch") ? "watch" : "list";
    case "POST":
      return "create";
    case "PUT":
      return "update";
    case "PATCH":
      return "patch";
    case "DELETE":
      return onObject ? "delete" : "deletecollection";
    default:
      throw methodNotAllowed();
  }
}

/** How a write is to be made: its manager is named, or taken from the user agent. */
export function writeOptions({ query, request, subresource }: ResourceRequest): WriteOptions {
  const agent = request.headers["user-agent"]?.split("/")[0];
  return {
    manager: query.get("fieldManager") || agent || "unknown",
    dryRun: query.get("dryRun") === "All",
    ...(subresource && { subresource }),
  };
}

/** How a deletion is to be made, from the query and the DeleteOptions in the body. */
export function deleteOptions({ query }: ResourceRequest, body: Json | undefined): DeleteOptions {
  const policy = query.get("propagationPolicy") ?? at(body, "propagationPolicy");
  const inQuery = query.get("gracePeriodSeconds");
  const grace = inQuery === null ? at(body, "gracePeriodSeconds") : Number(inQuery);
  const uid = at(body, "preconditions", "uid");
  const resourceVersion = at(body, "preconditions", "resourceVersion");
  return {
    ...(typeof grace === "number" && { gracePeriodSeconds: grace }),
    ...(isPropagation(policy) && { propagation: policy }),
    ...(typeof uid === "string" && { uid }),
    ...(typeof resourceVersion === "string" && { resourceVersion }),
    dryRun: query.get("dryRun") === "All" || Array.isArray(at(body, "dryRun")),
  };
}

function isPropagation(value: unknown): value is "Background" | "Foreground" | "Orphan" {
  return value === "Background" || value === "Foreground" || value === "Orphan";
}
