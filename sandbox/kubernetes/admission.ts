import { withDefaults } from "./defaults.ts";
import { at, isObject, type Json, type JsonObject } from "./json.ts";
import { qualifiedName, type Resource } from "./resource.ts";

/** The new object as the server completes it: defaults, and what depends on its name and uid. */
export function admit({
  resource,
  object,
  serial,
}: {
  resource: Resource;
  object: JsonObject;
  /** A number no other object of the cluster got, for addresses. */
  serial: number;
}): JsonObject {
  const complete = withDefaults(object);
  switch (qualifiedName(resource)) {
    case "namespaces":
      return withLabel(complete, "kubernetes.io/metadata.name", at(complete, "metadata", "name"));
    case "pods":
      return { ...complete, status: { phase: "Pending", qosClass: qosClass(complete) } };
    case "secrets":
      return withEncodedData(complete);
    case "services":
      return withClusterIp(complete, serial);
    case "jobs.batch":
      return withJobSelector(complete);
    case "customresourcedefinitions.apiextensions.k8s.io":
      return { ...complete, status: establishedStatus(complete) };
    default:
      return resource.builtIn && resource.subresources.includes("status")
        ? { ...complete, status: {} }
        : complete;
  }
}

function withLabel(object: JsonObject, key: string, value: Json | undefined): JsonObject {
  const metadata = at(object, "metadata");
  const labels = at(metadata, "labels");
  if (!isObject(metadata) || value === undefined) return object;
  return {
    ...object,
    metadata: { ...metadata, labels: { ...(isObject(labels) && labels), [key]: value } },
  };
}

function qosClass(pod: JsonObject): string {
  const containers = at(pod, "spec", "containers");
  const hasRequests = JSON.stringify(containers ?? []).includes('"requests":{"');
  return hasRequests ? "Burstable" : "BestEffort";
}

function withEncodedData(secret: JsonObject): JsonObject {
  const { stringData, ...rest } = secret;
  if (!isObject(stringData)) return secret;
  const encoded = Object.entries<Json>(stringData).map(([key, value]) => [
    key,
    Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64"),
  ]);
  const data = rest["data"];
  return { ...rest, data: { ...(isObject(data) && data), ...Object.fromEntries(encoded) } };
}

function withClusterIp(service: JsonObject, serial: number): JsonObject {
  const spec = at(service, "spec");
  if (!isObject(spec) || spec["clusterIP"] !== undefined || spec["type"] === "ExternalName") {
    return service;
  }
  const clusterIP = `10.96.${(serial >> 8) & 255}.${serial & 255}`;
  return { ...service, spec: { ...spec, clusterIP, clusterIPs: [clusterIP] } };
}

function withJobSelector(job: JsonObject): JsonObject {
  const spec = at(job, "spec");
  const template = at(spec, "template");
  if (!isObject(spec) || !isObject(template) || spec["manualSelector"] === true) return job;
  const uid = at(job, "metadata", "uid") ?? "";
  const name = at(job, "metadata", "name") ?? "";
  const metadata = at(template, "metadata");
  const given = at(metadata, "labels");
  const labels = {
    ...(isObject(given) && given),
    "batch.kubernetes.io/controller-uid": uid,
    "batch.kubernetes.io/job-name": name,
    "controller-uid": uid,
    "job-name": name,
  };
  return {
    ...job,
    spec: {
      ...spec,
      selector: { matchLabels: { "batch.kubernetes.io/controller-uid": uid } },
      template: { ...template, metadata: { ...(isObject(metadata) && metadata), labels } },
    },
  };
}

function establishedStatus(definition: JsonObject): JsonObject {
  const time = at(definition, "metadata", "creationTimestamp") ?? "";
  function condition(type: string, reason: string, message: string) {
    return {
      type,
      status: "True",
      lastTransitionTime: time,
      reason,
      message,
    };
  }
  return {
    acceptedNames: at(definition, "spec", "names") ?? {},
    conditions: [
      condition("NamesAccepted", "NoConflicts", "no conflicts found"),
      condition("Established", "InitialNamesAccepted", "the initial names have been accepted"),
    ],
    storedVersions: [],
  };
}
