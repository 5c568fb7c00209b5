import type { PlanResponse } from "#contracts/api/plan.ts";
import { wholeScope } from "#domain/promotion/plan.ts";
import type { PlanItem, PlanScope, PlanSource, Selection } from "#domain/promotion/plan.ts";
import { describeReason } from "#domain/promotion/reason.ts";
import type { ClusterRow } from "#ports/store/cluster-rows.ts";
import type { PlanRow } from "#ports/store/plan-rows.ts";
import type { TenantReader } from "#ports/store/reader.ts";
import type { ClusterSourceRow } from "#ports/store/repository-rows.ts";

import { presentHolds } from "./present-holds.ts";

/** The plan as the API answers it; null where its cluster is gone. */
export async function presentPlan(
  tx: TenantReader,
  { plan, now }: { readonly plan: PlanRow; readonly now: Date },
): Promise<PlanResponse | null> {
  const [clusters, source] = [await tx.clusters(), await tx.clusterSource(plan.clusterId)];
  const target = clusters.find(({ id }) => id === plan.clusterId);
  if (!target) return null;
  return {
    id: plan.id,
    status: statusOf(plan, now),
    target: { id: target.id, name: target.name, environment: target.environment },
    source: plan.source,
    sourceName: nameOfSource(plan.source, clusters),
    selection: plan.selection && plan.selection.map(presentSelection),
    scope: presentScope(plan.scope ?? wholeScope),
    ...placeOf(source),
    baseCommit: plan.baseCommit,
    hash: plan.hash,
    items: plan.items.map(presentItem),
    diff: plan.diff,
    files: [...plan.files],
    title: plan.title,
    message: plan.message,
    problems: [...plan.problems],
    holds: await presentHolds(tx, plan),
    error: plan.error,
    release: plan.releaseNumber,
    createdAt: plan.createdAt.toISOString(),
    expiresAt: plan.expiresAt.toISOString(),
  };
}

function presentSelection({
  containers,
  ...selection
}: Selection): NonNullable<PlanResponse["selection"]>[number] {
  return {
    ...selection,
    ...(containers && { containers: containers.map((container) => ({ ...container })) }),
  };
}

function presentScope({ namespaces, exclude, ...scope }: PlanScope): PlanResponse["scope"] {
  return { ...scope, namespaces: [...namespaces], exclude: [...exclude] };
}

function statusOf(plan: PlanRow, now: Date): PlanResponse["status"] {
  return plan.status === "ready" && plan.expiresAt <= now ? "expired" : plan.status;
}

function placeOf(
  source: ClusterSourceRow | null,
): Pick<PlanResponse, "repository" | "branch" | "path"> {
  return {
    repository: source?.repository.url ?? "",
    branch: source?.branch ?? "",
    path: source?.path ?? "",
  };
}

/** The source as people call it: `stage`, `the image repo`, `before #12`. */
export function nameOfSource(
  source: PlanSource,
  clusters: readonly Pick<ClusterRow, "id" | "name">[],
): string {
  switch (source.kind) {
    case "image-repo":
      return "the image repo";
    case "cluster":
      return clusters.find(({ id }) => id === source.clusterId)?.name ?? "a removed cluster";
    case "release":
      return `before #${source.number}`;
  }
}

function presentItem(item: PlanItem): PlanResponse["items"][number] {
  const { reason, flags, ...rest } = item;
  return {
    ...rest,
    reason: reason && { code: reason.code, text: describeReason(reason) },
    flags: [...flags],
  };
}
