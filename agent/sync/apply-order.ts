import type { KubeObject } from "#domain/kustomize/render.ts";

/** What has to stand before the kinds in the waves after it; a kind that is not listed comes with the workloads. */
const waves: readonly (readonly string[])[] = [
  ["Namespace", "CustomResourceDefinition"],
  ["PriorityClass", "StorageClass", "RuntimeClass", "IngressClass", "GatewayClass"],
  ["ServiceAccount", "ClusterRole", "Role", "ResourceQuota", "LimitRange", "NetworkPolicy"],
  ["ClusterRoleBinding", "RoleBinding", "Secret", "ConfigMap", "PersistentVolume"],
  ["PersistentVolumeClaim", "Service", "PodDisruptionBudget"],
  [],
  ["HorizontalPodAutoscaler", "Ingress", "APIService"],
  // Once these stand, they judge what is applied: not before what answers them does.
  [
    "MutatingWebhookConfiguration",
    "ValidatingWebhookConfiguration",
    "ValidatingAdmissionPolicy",
    "ValidatingAdmissionPolicyBinding",
    "MutatingAdmissionPolicy",
    "MutatingAdmissionPolicyBinding",
  ],
];

const workloadWave = waves.findIndex((kinds) => kinds.length === 0);
const waveOf: ReadonlyMap<string, number> = new Map(
  waves.flatMap((kinds, wave) => kinds.map((kind) => [kind, wave] as const)),
);

/** When a kind is applied, counted from 0; what is deleted goes the other way round. */
export function applyRank({ kind }: { readonly kind: string }): number {
  return waveOf.get(kind) ?? workloadWave;
}

/** The objects in the waves in which they are applied; within a wave none needs another. Empty waves are left out. */
export function applyWaves(objects: readonly KubeObject[]): readonly (readonly KubeObject[])[] {
  return waves
    .map((_, wave) => objects.filter((object) => applyRank(object) === wave))
    .filter((wave) => wave.length > 0);
}

/** Whether other objects cannot be applied without this one: their namespace, or their kind's definition. */
export function isFoundation({ kind }: { readonly kind: string }): boolean {
  return applyRank({ kind }) === 0;
}
