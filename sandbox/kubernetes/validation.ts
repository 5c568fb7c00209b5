import { at, equal, isList, isObject, type Json, type JsonObject } from "./json.ts";
import { matcherOf } from "./label-selector.ts";
import { qualifiedName, type Resource } from "./resource.ts";
import type { StatusCause } from "./status.ts";

const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** What is wrong with an object, in the words of the API server; empty where it is valid. */
export function findInvalid(resource: Resource, object: JsonObject): readonly StatusCause[] {
  return [...invalidName(resource, object), ...(checks[qualifiedName(resource)]?.(object) ?? [])];
}

/** The fields an update may not change and does. */
export function findForbiddenChanges({
  resource,
  live,
  next,
}: {
  resource: Resource;
  live: JsonObject;
  next: JsonObject;
}): readonly StatusCause[] {
  const changed = (immutable[qualifiedName(resource)] ?? []).filter(
    (field) => !equal(at(live, "spec", field), at(next, "spec", field)),
  );
  return changed.map((field) => ({
    reason: "FieldValueInvalid",
    field: `spec.${field}`,
    message: `Invalid value: ${JSON.stringify(at(next, "spec", field))}: field is immutable`,
  }));
}

const immutable: Readonly<Record<string, readonly string[]>> = {
  "deployments.apps": ["selector"],
  "replicasets.apps": ["selector"],
  "daemonsets.apps": ["selector"],
  "statefulsets.apps": ["selector", "serviceName", "volumeClaimTemplates", "podManagementPolicy"],
  "jobs.batch": ["selector", "template", "completionMode"],
  pods: ["nodeName", "restartPolicy", "serviceAccountName"],
};

const checks: Readonly<Record<string, (object: JsonObject) => readonly StatusCause[]>> = {
  pods: (o) => invalidPodSpec(at(o, "spec"), "spec"),
  "deployments.apps": invalidWorkload,
  "replicasets.apps": invalidWorkload,
  "statefulsets.apps": invalidWorkload,
  "daemonsets.apps": invalidWorkload,
  "jobs.batch": (o) => invalidJob(at(o, "spec"), "spec"),
  "cronjobs.batch": (o) => [
    ...(typeof at(o, "spec", "schedule") === "string" ? [] : [required("spec.schedule")]),
    ...invalidJob(at(o, "spec", "jobTemplate", "spec"), "spec.jobTemplate.spec"),
  ],
};

function invalidName(
  { namespaced, group, kind }: Resource,
  object: JsonObject,
): readonly StatusCause[] {
  const name = at(object, "metadata", "name");
  if (typeof name !== "string" || name === "") {
    return [
      { ...required("metadata.name"), message: "Required value: name or generateName is required" },
    ];
  }
  const loose = group === "rbac.authorization.k8s.io" || kind === "CustomResourceDefinition";
  if (loose || subdomain.test(name)) return [];
  const what = namespaced || kind !== "Namespace" ? "subdomain" : "label";
  return [
    {
      reason: "FieldValueInvalid",
      field: "metadata.name",
      message: `Invalid value: "${name}": a lowercase RFC 1123 ${what} must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character`,
    },
  ];
}

function invalidWorkload(object: JsonObject): readonly StatusCause[] {
  const selector = at(object, "spec", "selector");
  const labels = at(object, "spec", "template", "metadata", "labels");
  const template = at(object, "spec", "template", "spec");
  const pods = invalidPodSpec(template, "spec.template.spec");
  if (!isObject(selector)) return [required("spec.selector"), ...pods];
  if (matcherOf(selector)(stringsOf(labels))) return pods;
  return [
    {
      reason: "FieldValueInvalid",
      field: "spec.template.metadata.labels",
      message: `Invalid value: ${JSON.stringify(labels ?? null)}: \`selector\` does not match template \`labels\``,
    },
    ...pods,
  ];
}

function invalidJob(spec: Json | undefined, field: string): readonly StatusCause[] {
  const policy = at(spec, "template", "spec", "restartPolicy");
  const pods = invalidPodSpec(at(spec, "template", "spec"), `${field}.template.spec`);
  if (policy === "Never" || policy === "OnFailure") return pods;
  const message = `Unsupported value: ${JSON.stringify(policy ?? "")}: supported values: "OnFailure", "Never"`;
  const where = `${field}.template.spec.restartPolicy`;
  return [...pods, { reason: "FieldValueNotSupported", field: where, message }];
}

function invalidPodSpec(spec: Json | undefined, field: string): readonly StatusCause[] {
  const containers = at(spec, "containers");
  if (!isList(containers) || containers.length === 0) return [required(`${field}.containers`)];
  return ["containers", "initContainers"].flatMap((list) => {
    const items = at(spec, list);
    return isList(items)
      ? items.flatMap((item, i) => invalidContainer(item, `${field}.${list}[${i}]`))
      : [];
  });
}

function invalidContainer(container: Json, field: string): readonly StatusCause[] {
  return ["name", "image"].flatMap((member) => {
    const value = at(container, member);
    return typeof value === "string" && value !== "" ? [] : [required(`${field}.${member}`)];
  });
}

function required(field: string): StatusCause {
  return { reason: "FieldValueRequired", field, message: "Required value" };
}

function stringsOf(value: Json | undefined): Readonly<Record<string, string>> {
  if (!isObject(value)) return {};
  const entries = Object.entries<Json>(value);
  return Object.fromEntries(entries.flatMap(([k, v]) => (typeof v === "string" ? [[k, v]] : [])));
}
