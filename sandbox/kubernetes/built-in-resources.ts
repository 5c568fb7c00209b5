import type { Resource } from "./resource.ts";

interface Row {
  readonly kind: string;
  readonly plural?: string;
  readonly short?: readonly string[];
  readonly cluster?: true;
  readonly sub?: readonly string[];
  readonly counted?: true;
  readonly all?: true;
}

const workload = { counted: true, all: true } as const;
const scaled = { ...workload, sub: ["status", "scale"] } as const;
const withStatus = { counted: true, sub: ["status"] } as const;

const rows: Readonly<Record<string, readonly Row[]>> = {
  "/v1": [
    { kind: "Namespace", short: ["ns"], cluster: true, sub: ["status", "finalize"] },
    { kind: "Node", short: ["no"], cluster: true, sub: ["status"] },
    {
      kind: "Pod",
      short: ["po"],
      all: true,
      counted: true,
      sub: ["status", "log", "binding", "eviction"],
    },
    { kind: "Service", short: ["svc"], all: true, sub: ["status"] },
    { kind: "ConfigMap", short: ["cm"] },
    { kind: "Secret" },
    { kind: "ServiceAccount", short: ["sa"] },
    { kind: "Event", short: ["ev"] },
    { kind: "PersistentVolumeClaim", short: ["pvc"], sub: ["status"] },
  ],
  "apps/v1": [
    { kind: "Deployment", short: ["deploy"], ...scaled },
    { kind: "StatefulSet", short: ["sts"], ...scaled },
    { kind: "DaemonSet", short: ["ds"], ...workload, sub: ["status"] },
    { kind: "ReplicaSet", short: ["rs"], ...scaled },
    { kind: "ControllerRevision" },
  ],
  "batch/v1": [
    { kind: "Job", ...workload, sub: ["status"] },
    { kind: "CronJob", short: ["cj"], ...workload, sub: ["status"] },
  ],
  "coordination.k8s.io/v1": [{ kind: "Lease" }],
  "networking.k8s.io/v1": [
    { kind: "Ingress", plural: "ingresses", short: ["ing"], ...withStatus },
    { kind: "NetworkPolicy", plural: "networkpolicies", short: ["netpol"], counted: true },
  ],
  "autoscaling/v2": [
    { kind: "HorizontalPodAutoscaler", short: ["hpa"], all: true, sub: ["status"] },
  ],
  "policy/v1": [{ kind: "PodDisruptionBudget", short: ["pdb"], ...withStatus }],
  "rbac.authorization.k8s.io/v1": [
    { kind: "Role" },
    { kind: "RoleBinding" },
    { kind: "ClusterRole", cluster: true },
    { kind: "ClusterRoleBinding", cluster: true },
  ],
  "apiextensions.k8s.io/v1": [
    {
      kind: "CustomResourceDefinition",
      short: ["crd", "crds"],
      cluster: true,
      ...withStatus,
    },
  ],
};

/** Every resource the API serves before any CustomResourceDefinition is created. */
export const builtInResources: readonly Resource[] = Object.entries(rows).flatMap(
  ([groupVersion, entries]) => {
    const [group = "", version = ""] = groupVersion.split("/");
    return entries.map((row) => toResource({ group, version, row }));
  },
);

function toResource({
  group,
  version,
  row,
}: {
  group: string;
  version: string;
  row: Row;
}): Resource {
  const singular = row.kind.toLowerCase();
  return {
    group,
    version,
    kind: row.kind,
    singular,
    plural: row.plural ?? `${singular}s`,
    namespaced: !row.cluster,
    shortNames: row.short ?? [],
    categories: row.all ? ["all"] : [],
    subresources: row.sub ?? [],
    counted: row.counted ?? false,
    builtIn: true,
  };
}
