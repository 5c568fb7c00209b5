import { at } from "./json.ts";
import type { KubeObject } from "./object.ts";
import { apiVersionOf, qualifiedName, type Resource } from "./resource.ts";
import { badRequest } from "./status.ts";

export type ObjectMatcher = (object: KubeObject) => boolean;

const selectable: Readonly<Record<string, readonly string[]>> = {
  pods: [
    "spec.nodeName",
    "spec.restartPolicy",
    "spec.schedulerName",
    "spec.serviceAccountName",
    "status.phase",
    "status.podIP",
  ],
  nodes: ["spec.unschedulable"],
  namespaces: ["status.phase"],
  secrets: ["type"],
  events: [
    "involvedObject.kind",
    "involvedObject.namespace",
    "involvedObject.name",
    "involvedObject.uid",
    "involvedObject.apiVersion",
    "involvedObject.resourceVersion",
    "involvedObject.fieldPath",
    "reason",
    "reportingComponent",
    "source",
    "type",
  ],
  "jobs.batch": ["status.successful"],
};

/** A matcher for the `fieldSelector` parameter, or a 400 where the resource has no such field. */
export function parseFieldSelector(text: string, resource: Resource): ObjectMatcher {
  const allowed = [
    "metadata.name",
    "metadata.namespace",
    ...(selectable[qualifiedName(resource)] ?? []),
  ];
  const matchers = text
    .split(",")
    .filter((part) => part.trim() !== "")
    .map((part) => parseTerm({ part, allowed, resource }));
  return (object) => matchers.every((matches) => matches(object));
}

function parseTerm({
  part,
  allowed,
  resource,
}: {
  part: string;
  allowed: readonly string[];
  resource: Resource;
}): ObjectMatcher {
  const [, field = "", sign, wanted = ""] = /^([^=!]+)(!=|==|=)(.*)$/.exec(part.trim()) ?? [];
  if (!sign) {
    throw badRequest(`invalid selector: '${part}'; can't understand '${part}'`);
  }
  if (!allowed.includes(field)) {
    throw badRequest(
      `Unable to find "${apiVersionOf(resource)}, Resource=${resource.plural}" that match label selector "", field selector "${part}": field label not supported: ${field}`,
    );
  }
  const path = field.split(".");
  return (object) => (textAt(object, path) === wanted) === (sign !== "!=");
}

function textAt(object: KubeObject, path: readonly string[]): string {
  const value = at(object, ...path);
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : "";
}
