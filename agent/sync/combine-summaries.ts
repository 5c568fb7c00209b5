import type { SyncObject, SyncSummary } from "#contracts/agent-sync.ts";

import { mostObjects, mostProblems } from "./sync-report.ts";

/** What a sync did and what healing the rest did right after it. */
export function combineSummaries(sync: SyncSummary, healing: SyncSummary): SyncSummary {
  return {
    revision: sync.revision,
    applied: sync.applied + healing.applied,
    unchanged: sync.unchanged - healing.applied,
    pruned: sync.pruned,
    problems: [...sync.problems, ...healing.problems].slice(0, mostProblems),
    objects: [...sync.objects, ...healing.objects].slice(0, mostObjects),
    asks: [...new Set([...sync.asks, ...healing.asks])],
  };
}

/** What is to be said after a later look at everything: what it found, and what the sync said that it cannot find. */
export function summaryAfter(
  { summary, notes }: { readonly summary: SyncSummary; readonly notes: readonly string[] },
  healing: SyncSummary,
): SyncSummary {
  const kept = summary.objects.filter(({ state }) => state === "kept" || state === "not-deleted");
  const asks = summary.asks.filter((consent) => consent !== "force");
  return {
    ...healing,
    pruned: summary.pruned,
    problems: [...healing.problems, ...notes].slice(0, mostProblems),
    objects: [...healing.objects, ...kept].slice(0, mostObjects),
    asks: [...new Set([...healing.asks, ...asks])],
  };
}

/** The summary with what became of the applied objects. */
export function withHealth(summary: SyncSummary, health: readonly SyncObject[]): SyncSummary {
  return { ...summary, objects: [...summary.objects, ...health].slice(0, mostObjects) };
}
