import { workloadKey, type WorkloadKey } from "#domain/glossary.ts";
import type { KubeObject } from "#domain/kustomize/render.ts";

const workloadKinds: ReadonlySet<string> = new Set([
  "Deployment",
  "StatefulSet",
  "DaemonSet",
  "CronJob",
  "Rollout",
  "HelmRelease",
]);

/** The keys of the workloads among the objects; one that is defined twice is there twice. */
export function workloadKeys(objects: readonly KubeObject[]): readonly WorkloadKey[] {
  return objects
    .filter(({ kind }) => workloadKinds.has(kind))
    .map(({ kind, metadata: { namespace = "", name } }) => workloadKey({ namespace, kind, name }));
}
