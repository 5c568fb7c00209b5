import type { ClusterEngines } from "#contracts/api/cluster-engines.ts";
import { engineGroups } from "#domain/engine/engine-groups.ts";
import type { EngineGroup } from "#domain/engine/engine-groups.ts";
import { productOf } from "#domain/engine/engine-product.ts";
import { describeHold, engineHolds } from "#domain/engine/held-workloads.ts";
import { engineName } from "#domain/rollout/engine-words.ts";
import type { ObservedWorkload } from "#domain/rollout/observed.ts";

/** The engines of a cluster in words, and how many workloads have none. */
export function presentEngines(
  workloads: readonly ObservedWorkload[],
): Pick<ClusterEngines, "engines" | "unmanaged"> {
  return {
    engines: engineGroups(workloads).map(presentEngine),
    unmanaged: workloads.filter(({ engine }) => !engine).length,
  };
}

function presentEngine({ engine, workloads }: EngineGroup): ClusterEngines["engines"][number] {
  return {
    name: engineName(engine),
    product: productOf(engine),
    workloads: workloads.length,
    holds: engineHolds(engine).map(describeHold),
    error: engine.error ? `${engineName(engine.error.by)}: ${engine.error.message}` : null,
    applied: engine.applied ?? null,
    seen: engine.seen ?? null,
    source: engine.source,
    parents: (engine.parents ?? []).map(engineName),
  };
}
