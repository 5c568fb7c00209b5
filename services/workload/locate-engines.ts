import type { EnginePlace } from "#contracts/api/workload.ts";
import { workloadKey } from "#domain/glossary.ts";
import type { WorkloadKey } from "#domain/glossary.ts";
import type { EngineObject } from "#domain/rollout/engine-state.ts";
import type { WorkloadRow } from "#ports/store/cluster-rows.ts";
import type { TenantReader } from "#ports/store/reader.ts";

import type { PageOfLine } from "./page-of-line.ts";

/**
 * Where the objects are that deploy these workloads: those whose manifests set images are workloads themselves, with
 * a page; all have a file where the cluster's path defines them.
 */
export async function locateEngines(
  tx: Pick<TenantReader, "workloads" | "manifests" | "engineFiles">,
  {
    workloads,
    pageOf,
  }: { readonly workloads: readonly WorkloadRow[]; readonly pageOf: PageOfLine },
): Promise<(clusterId: string, engine: EngineObject) => EnginePlace> {
  const keys = new Set(workloads.flatMap(({ observed }) => keysOf(observed.engine)));
  const pages = new Set<string>();
  const files = new Map<string, { readonly file: string; readonly line: number }>();
  for (const [clusterId, engines] of keys.size === 0 ? [] : await tx.engineFiles()) {
    for (const engine of engines) files.set(`${clusterId} ${workloadKey(engine)}`, engine);
  }
  for (const key of keys) {
    if (key.includes(":kustomization/")) continue;
    for (const { clusterId } of await tx.workloads({ key })) pages.add(`${clusterId} ${key}`);
    for (const row of await tx.manifests({ key })) files.set(`${row.clusterId} ${key}`, row);
  }
  return (clusterId, engine) => {
    const key = workloadKey(engine);
    const place = files.get(`${clusterId} ${key}`);
    return {
      workload: pages.has(`${clusterId} ${key}`) ? key : null,
      file: place?.file ?? null,
      line: place?.line ?? null,
      page: place === undefined ? null : pageOf(clusterId, place),
    };
  };
}

function keysOf(engine: WorkloadRow["observed"]["engine"]): readonly WorkloadKey[] {
  return engine ? [engine, ...(engine.parents ?? [])].map((object) => workloadKey(object)) : [];
}
