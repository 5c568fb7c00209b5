import { at, isObject, textAt, type JsonObject } from "./json.ts";
import { jsonOf, objectKey, timestamp, type KubeObject } from "./object.ts";
import type { Target } from "./registry.ts";
import { conflict, notFound } from "./status.ts";
import type { ObjectStore } from "./store.ts";

/** What `…/scale` shows of a workload. */
export function scaleOf(object: KubeObject): JsonObject {
  const { name, namespace = "", uid, resourceVersion, creationTimestamp } = object.metadata;
  const labels = at(object, "spec", "selector", "matchLabels");
  const selector = isObject(labels)
    ? Object.keys(labels).map((key) => `${key}=${textAt(labels, key)}`)
    : [];
  return {
    kind: "Scale",
    apiVersion: "autoscaling/v1",
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: at(object, "spec", "replicas") ?? 0 },
    status: { replicas: at(object, "status", "replicas") ?? 0, selector: selector.join(",") },
  };
}

/** The workload with the replicas of a Scale; the Scale's resourceVersion stays a precondition. */
export function withScale(object: KubeObject, scale: JsonObject): JsonObject {
  const json = jsonOf(object);
  const spec = at(json, "spec");
  const metadata = at(json, "metadata");
  const resourceVersion = at(scale, "metadata", "resourceVersion") ?? "";
  return {
    ...json,
    metadata: { ...(isObject(metadata) && metadata), resourceVersion },
    spec: { ...(isObject(spec) && spec), replicas: at(scale, "spec", "replicas") ?? 0 },
  };
}

/** Binds a pod to the node a scheduler chose; a pod is bound once. */
export function bindPod({
  store,
  target: { resource, ref },
  binding,
  now,
}: {
  store: ObjectStore;
  target: Target;
  binding: JsonObject;
  now: Date;
}): void {
  const pod = store.get(resource, objectKey(ref));
  if (!pod) throw notFound(resource, ref.name);
  const bound = at(pod, "spec", "nodeName");
  if (bound !== undefined) {
    const why = `pod ${ref.name} is already assigned to node "${textAt(pod, "spec", "nodeName")}"`;
    throw conflict({ resource, name: ref.name, why });
  }
  const { spec, status } = jsonOf(pod);
  const scheduled = {
    type: "PodScheduled",
    status: "True",
    lastProbeTime: null,
    lastTransitionTime: timestamp(now),
  };
  store.put(resource, {
    ...pod,
    spec: { ...(isObject(spec) && spec), nodeName: at(binding, "target", "name") ?? "" },
    status: { ...(isObject(status) && status), conditions: [scheduled] },
  });
}
