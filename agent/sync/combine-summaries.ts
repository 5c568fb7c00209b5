import type { SyncAsk, SyncObject, SyncSummary } from "#contracts/agent-sync.ts";

import { combineAsks } from "./asking.ts";
import { mostObjects, mostProblems } from "./sync-report.ts";

/** What a sync did and what healing the rest did right after it. */
export function combineSummaries(sync: SyncSummary, healing: SyncSummary): SyncSummary {
  return {
    revision: sync.revision,
    applied: sync.applied + healing.applied,
    unchanged: sync.unchanged - healing.applied,
    pruned: sync.pruned,
    problems: [...sync.problems, ...healing.problems].slice(0, mostProblems),
    ...fitting([...sync.objects, ...healing.objects], sync.more + healing.more),
    ...asked(sync.asking, healing.asking),
  };
}

/** What is to be said after a later look at everything: what it found, and what the sync said that it cannot find. */
export function summaryAfter(
  { summary, notes }: { readonly summary: SyncSummary; readonly notes: readonly string[] },
  healing: SyncSummary,
): SyncSummary {
  const kept = summary.objects.filter(({ state }) => state === "kept" || state === "not-deleted");
  const asking = summary.asking.filter(({ consent }) => consent !== "force");
  return {
    ...healing,
    pruned: summary.pruned,
    problems: [...healing.problems, ...notes].slice(0, mostProblems),
    ...fitting([...healing.objects, ...kept], healing.more),
    ...asked(healing.asking, asking),
  };
}

/** The summary with what became of the applied objects. */
export function withHealth(summary: SyncSummary, health: readonly SyncObject[]): SyncSummary {
  return { ...summary, ...fitting([...summary.objects, ...health], summary.more) };
}

function fitting(
  objects: readonly SyncObject[],
  more: number,
): Pick<SyncSummary, "objects" | "more"> {
  const left = Math.max(0, objects.length - mostObjects);
  return { objects: objects.slice(0, mostObjects), more: more + left };
}

function asked(...lists: readonly (readonly SyncAsk[])[]): Pick<SyncSummary, "asks" | "asking"> {
  const asking = combineAsks(...lists);
  return { asks: asking.map(({ consent }) => consent), asking: [...asking] };
}
