import type { PlanItem } from "#contracts/api/plan.ts";
import { parseWorkloadKey } from "#domain/glossary.ts";

import { itemId } from "./plan-request.ts";

export interface WorkloadItems {
  readonly workload: string;
  readonly items: readonly PlanItem[];
  /** Whether the plan of everything would change it. */
  readonly changes: boolean;
}

/** What is known of all items: the newest plan's word for each, and the last word on those left out of it. */
export function mergeItems(
  known: readonly PlanItem[],
  news: readonly PlanItem[],
): readonly PlanItem[] {
  const fresh = new Map(news.map((item) => [itemId(item), item]));
  const kept = known.map((item) => {
    const next = fresh.get(itemId(item));
    return next && next.reason?.code !== "excluded" ? next : item;
  });
  const ids = new Set(known.map(itemId));
  return [...kept, ...news.filter((item) => !ids.has(itemId(item)))];
}

/** Items by workload; those that change first, each part in the plan's order. */
export function groupItems(items: readonly PlanItem[]): readonly WorkloadItems[] {
  const groups = [...Map.groupBy(items, ({ workload }) => workload)].map(([workload, own]) => ({
    workload,
    items: own,
    changes: own.some(({ outcome }) => outcome === "update"),
  }));
  return groups.toSorted((a, b) => Number(b.changes) - Number(a.changes));
}

/** The namespaces of the items, in order. */
export function namespacesOf(items: readonly Pick<PlanItem, "workload">[]): readonly string[] {
  const names = items.map(({ workload }) => parseWorkloadKey(workload)?.namespace ?? "");
  return [...new Set(names)].toSorted();
}

/** How many workloads a plan changes. */
export function changedCount(items: readonly PlanItem[]): number {
  return groupItems(items).filter(({ changes }) => changes).length;
}

/** Whether there is nothing to change; what is injected at run time has no say in it. */
export function isUpToDate(items: readonly PlanItem[]): boolean {
  return items.every(
    ({ outcome, reason }) => outcome === "up-to-date" || reason?.code === "injected",
  );
}

/** “3 change · 1 up to date · 1 held back”. */
export function planCounts(items: readonly PlanItem[], held: ReadonlySet<string>): string {
  const groups = groupItems(items);
  const changing = groups.filter((group) =>
    group.items.some((item) => item.outcome === "update" && !held.has(itemId(item))),
  );
  const still = groups.filter((group) => !changing.includes(group));
  const upToDate = still.filter((group) => isUpToDate(group.items));
  const failed = still.filter((group) => group.items.some(({ outcome }) => outcome === "failed"));
  const back = still.length - upToDate.length - failed.length;
  return [
    `${changing.length} ${changing.length === 1 ? "changes" : "change"}`,
    ...(upToDate.length > 0 ? [`${upToDate.length} up to date`] : []),
    ...(failed.length > 0 ? [`${failed.length} cannot`] : []),
    ...(back > 0 ? [`${back} held back`] : []),
  ].join(" · ");
}
