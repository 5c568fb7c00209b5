import { workloadKey } from "#domain/glossary.ts";
import type { WorkloadKey } from "#domain/glossary.ts";
import type { ObservedEngine, ObservedWorkload } from "#domain/rollout/observed.ts";

/** An object of Flux or Argo CD with the workloads that it deploys. */
export interface EngineGroup {
  readonly engine: ObservedEngine;
  /** In their order by key. */
  readonly workloads: readonly WorkloadKey[];
}

/** The engines of a cluster's workloads, the one with most workloads first, then by kind and name. */
export function engineGroups(workloads: readonly ObservedWorkload[]): readonly EngineGroup[] {
  const groups = new Map<
    string,
    { readonly engine: ObservedEngine; readonly keys: WorkloadKey[] }
  >();
  for (const workload of workloads) {
    const { engine } = workload;
    if (!engine) continue;
    const id = engineId(engine);
    const group = groups.get(id) ?? { engine, keys: [] };
    group.keys.push(workloadKey(workload));
    groups.set(id, group);
  }
  return [...groups]
    .toSorted(([a, one], [b, other]) => other.keys.length - one.keys.length || compare(a, b))
    .map(([, { engine, keys }]) => ({ engine, workloads: keys.toSorted(compare) }));
}

/** What tells engines of one cluster apart. */
export function engineId({
  kind,
  namespace,
  name,
}: {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}): string {
  return `${kind}/${namespace}/${name}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
