import { isList, isObject, textAt, type Json, type JsonObject } from "./json.ts";

type Defaults = (object: JsonObject) => JsonObject;

/** The object with the values the API server fills in where clients see them. */
export function withDefaults(object: JsonObject): JsonObject {
  const apply = byKind[`${textAt(object, "apiVersion")} ${textAt(object, "kind")}`];
  return apply ? apply(object) : object;
}

const byKind: Readonly<Record<string, Defaults>> = {
  "v1 Namespace": (o) => ({
    ...o,
    spec: fill(o["spec"], { finalizers: ["kubernetes"] }),
    status: fill(o["status"], { phase: "Active" }),
  }),
  "v1 Pod": (o) => ({ ...o, spec: podSpec(fill(o["spec"], { serviceAccountName: "default" })) }),
  "v1 Secret": (o) => ({ ...o, type: o["type"] ?? "Opaque" }),
  "v1 Service": (o) => ({ ...o, spec: serviceSpec(o["spec"]) }),
  "apps/v1 Deployment": (o) =>
    withSpec(o, {
      replicas: 1,
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
      strategy: strategy(member(o["spec"], "strategy")),
    }),
  "apps/v1 ReplicaSet": (o) => withSpec(o, { replicas: 1 }),
  "apps/v1 StatefulSet": (o) =>
    withSpec(o, {
      replicas: 1,
      revisionHistoryLimit: 10,
      podManagementPolicy: "OrderedReady",
      updateStrategy: updateStrategy(member(o["spec"], "updateStrategy"), { partition: 0 }),
    }),
  "apps/v1 DaemonSet": (o) =>
    withSpec(o, {
      revisionHistoryLimit: 10,
      updateStrategy: updateStrategy(member(o["spec"], "updateStrategy"), {
        maxSurge: 0,
        maxUnavailable: 1,
      }),
    }),
  "batch/v1 Job": (o) => ({ ...o, spec: jobSpec(o["spec"]) }),
  "batch/v1 CronJob": (o) => ({ ...o, spec: cronJobSpec(o["spec"]) }),
  "autoscaling/v2 HorizontalPodAutoscaler": (o) => ({
    ...o,
    spec: fill(o["spec"], { minReplicas: 1 }),
  }),
};

function withSpec(object: JsonObject, values: JsonObject): JsonObject {
  const spec: Record<string, Json> = {
    ...fill(object["spec"], {}),
    ...present(values, object["spec"]),
  };
  spec["template"] = template(spec["template"]);
  return { ...object, spec };
}

/** Nested defaults are computed from what is there, plain ones only fill what is missing. */
function present(values: JsonObject, spec: Json | undefined): JsonObject {
  const entries = Object.entries<Json>(values).map(([key, value]) => {
    const current = member(spec, key);
    return [key, isObject(value) || current === undefined ? value : current] as const;
  });
  return Object.fromEntries(entries);
}

function fill(value: Json | undefined, defaults: JsonObject): JsonObject {
  return { ...defaults, ...(isObject(value) ? value : {}) };
}

function member(value: Json | undefined, key: string): Json | undefined {
  return isObject(value) ? value[key] : undefined;
}

function strategy(value: Json | undefined): JsonObject {
  const filled = fill(value, { type: "RollingUpdate" });
  if (filled["type"] !== "RollingUpdate") return filled;
  const rollingUpdate = fill(filled["rollingUpdate"], { maxUnavailable: "25%", maxSurge: "25%" });
  return { ...filled, rollingUpdate };
}

function updateStrategy(value: Json | undefined, rolling: JsonObject): JsonObject {
  const filled = fill(value, { type: "RollingUpdate" });
  if (filled["type"] !== "RollingUpdate") return filled;
  return { ...filled, rollingUpdate: fill(filled["rollingUpdate"], rolling) };
}

function template(value: Json | undefined): JsonObject {
  const filled = fill(value, {});
  return { ...filled, spec: podSpec(fill(filled["spec"], {})) };
}

function jobSpec(value: Json | undefined): JsonObject {
  const spec = fill(value, {
    parallelism: 1,
    completions: 1,
    backoffLimit: 6,
    completionMode: "NonIndexed",
    suspend: false,
    manualSelector: false,
    podReplacementPolicy: "TerminatingOrFailed",
  });
  return { ...spec, template: template(spec["template"]) };
}

function cronJobSpec(value: Json | undefined): JsonObject {
  const spec = fill(value, {
    concurrencyPolicy: "Allow",
    suspend: false,
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 1,
  });
  const job = fill(spec["jobTemplate"], {});
  const inner = fill(job["spec"], {});
  return {
    ...spec,
    jobTemplate: { ...job, spec: { ...inner, template: template(inner["template"]) } },
  };
}

function serviceSpec(value: Json | undefined): JsonObject {
  const spec = fill(value, { type: "ClusterIP", sessionAffinity: "None" });
  const ports = isList(spec["ports"]) ? spec["ports"] : [];
  const filled = ports.map((port) =>
    fill(port, { protocol: "TCP", targetPort: member(port, "port") ?? 0 }),
  );
  return filled.length > 0 ? { ...spec, ports: filled } : spec;
}

function podSpec(value: JsonObject): JsonObject {
  const spec: Record<string, Json> = {
    ...fill(value, {
      restartPolicy: "Always",
      terminationGracePeriodSeconds: 30,
      dnsPolicy: "ClusterFirst",
      securityContext: {},
      schedulerName: "default-scheduler",
    }),
  };
  for (const list of ["containers", "initContainers"]) {
    const containers = spec[list];
    if (isList(containers)) spec[list] = containers.map(container);
  }
  return spec;
}

function container(value: Json): Json {
  const filled: Record<string, Json> = {
    ...fill(value, {
      resources: {},
      terminationMessagePath: "/dev/termination-log",
      terminationMessagePolicy: "File",
      imagePullPolicy: pullPolicy(member(value, "image")),
    }),
  };
  const ports = filled["ports"];
  if (isList(ports)) filled["ports"] = ports.map((port) => fill(port, { protocol: "TCP" }));
  for (const probe of ["readinessProbe", "livenessProbe", "startupProbe"]) {
    const current = filled[probe];
    if (isObject(current)) filled[probe] = probeDefaults(current);
  }
  return filled;
}

function probeDefaults(probe: JsonObject): JsonObject {
  const filled = fill(probe, {
    timeoutSeconds: 1,
    periodSeconds: 10,
    successThreshold: 1,
    failureThreshold: 3,
  });
  const http = filled["httpGet"];
  return isObject(http) ? { ...filled, httpGet: fill(http, { scheme: "HTTP" }) } : filled;
}

/** `Always` for the tag `latest`, written or implied, else `IfNotPresent`. */
function pullPolicy(image: Json | undefined): string {
  if (typeof image !== "string" || image.includes("@")) return "IfNotPresent";
  const tag = /:([^/:]+)$/.exec(image)?.[1] ?? "latest";
  return tag === "latest" ? "Always" : "IfNotPresent";
}
