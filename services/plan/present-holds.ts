import type { PlanResponse } from "#contracts/api/plan.ts";
import { heldWorkloads } from "#domain/engine/held-workloads.ts";
import type { PlanRow } from "#ports/store/plan-rows.ts";
import type { TenantReader } from "#ports/store/reader.ts";

/**
 * What of Flux or Argo CD would leave the plan's commit lying, as the target's agent sees it now. It is no part of
 * the plan: the commit is the same whether or not someone resumes them.
 */
export async function presentHolds(
  tx: Pick<TenantReader, "workloads">,
  { status, clusterId, items }: PlanRow,
): Promise<PlanResponse["holds"]> {
  if (status !== "ready") return [];
  const changed = new Set(
    items.filter(({ outcome }) => outcome === "update").map(({ workload }) => workload),
  );
  if (changed.size === 0) return [];
  const rows = (await tx.workloads({ clusterId })).filter(({ key }) => changed.has(key));
  return heldWorkloads(rows.map(({ observed }) => observed)).map(({ workloads, ...hold }) => ({
    ...hold,
    workloads: [...workloads],
  }));
}
