import type { EnginePlace } from "#contracts/api/workload.ts";
import { workloadKey } from "#domain/glossary.ts";
import type { WorkloadKey } from "#domain/glossary.ts";
import type { EngineObject } from "#domain/rollout/engine-state.ts";
import type { TenantReader } from "#ports/store/reader.ts";
import type { WorkloadRow } from "#ports/store/rows.ts";

/**
 * Where the objects are that deploy these workloads: those whose manifests set images are workloads themselves, with
 * a page, and with a file where the cluster's path defines them.
 */
export async function findEngines(
  tx: Pick<TenantReader, "workloads" | "manifests">,
  workloads: readonly WorkloadRow[],
): Promise<(clusterId: string, engine: EngineObject) => EnginePlace> {
  const keys = new Set(workloads.flatMap(({ observed }) => keysOf(observed.engine)));
  const pages = new Set<string>();
  const files = new Map<string, { readonly file: string; readonly line: number }>();
  for (const key of keys) {
    for (const { clusterId } of await tx.workloads({ key })) pages.add(`${clusterId} ${key}`);
    for (const row of await tx.manifests({ key })) files.set(`${row.clusterId} ${key}`, row);
  }
  return (clusterId, engine) => {
    const key = workloadKey(engine);
    const { file = null, line = null } = files.get(`${clusterId} ${key}`) ?? {};
    return { workload: pages.has(`${clusterId} ${key}`) ? key : null, file, line };
  };
}

/** Kustomizations have no images, so they are no workloads. */
function keysOf(engine: WorkloadRow["observed"]["engine"]): readonly WorkloadKey[] {
  if (!engine) return [];
  return [engine, ...(engine.parents ?? [])]
    .filter(({ kind }) => kind !== "kustomization")
    .map((object) => workloadKey(object));
}
