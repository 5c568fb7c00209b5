import type { Draft, KubeObject } from "#sandbox/kubernetes/object.ts";
import type { Pod, PodTemplate } from "#sandbox/kubernetes/pod.ts";

import { conditionOf } from "./conditions.ts";
import { controllerReference } from "./typed-objects.ts";

/** A pod made from a workload's template, controlled by it. */
export function podFromTemplate({
  owner,
  template,
  name,
  labels = {},
}: {
  owner: KubeObject;
  template: PodTemplate;
  /** A fixed name; without it the server completes `<owner>-`. */
  name?: string;
  labels?: Readonly<Record<string, string>>;
}): Draft {
  const { annotations, finalizers } = template.metadata ?? {};
  return {
    metadata: {
      ...(name === undefined ? { generateName: `${owner.metadata.name}-` } : { name }),
      ...(owner.metadata.namespace && { namespace: owner.metadata.namespace }),
      labels: { ...template.metadata?.labels, ...labels },
      ...(annotations && { annotations }),
      ...(finalizers && { finalizers }),
      ownerReferences: [controllerReference(owner)],
    },
    spec: template.spec,
  };
}

/** Neither finished nor being deleted. */
export function isActive(pod: Pod): boolean {
  const phase = pod.status?.phase;
  return !pod.metadata.deletionTimestamp && phase !== "Succeeded" && phase !== "Failed";
}

export function isReady(pod: Pod): boolean {
  return conditionOf(pod.status?.conditions, "Ready")?.status === "True";
}

/** Milliseconds until a ready pod counts as available; 0 when it does, null while it is not ready. */
export function untilAvailable({
  pod,
  minReadySeconds = 0,
  now,
}: {
  pod: Pod;
  minReadySeconds: number | undefined;
  now: Date;
}): number | null {
  if (!isReady(pod)) return null;
  const since = conditionOf(pod.status?.conditions, "Ready")?.lastTransitionTime;
  if (minReadySeconds === 0 || !since) return 0;
  return Math.max(0, Date.parse(since) + minReadySeconds * 1000 - now.getTime());
}

/** How many pods are ready and available, and when to look again for those that will be. */
export function countReady({
  pods,
  minReadySeconds,
  now,
}: {
  pods: readonly Pod[];
  minReadySeconds: number | undefined;
  now: Date;
}): { readonly ready: number; readonly available: number; readonly againMs: number | undefined } {
  const waits = pods.flatMap((pod) => untilAvailable({ pod, minReadySeconds, now }) ?? []);
  const pending = waits.filter((wait) => wait > 0);
  return {
    ready: waits.length,
    available: waits.length - pending.length,
    againMs: pending.length > 0 ? Math.min(...pending) : undefined,
  };
}
