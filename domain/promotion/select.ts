import { parseWorkloadKey } from "#domain/glossary.ts";
import type { WorkloadKey } from "#domain/glossary.ts";
import type { ManifestWorkload } from "#domain/manifest/manifest-index.ts";

import { decideContainer, decideUndefined } from "./item.ts";
import type { DecidedItem } from "./item.ts";
import type { PlanInput, RunningImages } from "./plan-input.ts";
import type { ContainerSelection, Selection } from "./plan.ts";
import type { ItemReason } from "./reason.ts";

/** Decides about everything selected, in the order of workload keys; nothing selected is left out. */
export function decideSelection(plan: PlanInput): readonly DecidedItem[] {
  const selections = plan.selection ?? everything(plan);
  const sorted = selections.toSorted((a, b) => compare(a.workload, b.workload));
  return sorted.flatMap((selection) => decideWorkload(plan, selection));
}

/** All that the source knows and that the target defines or runs. */
function everything(plan: PlanInput): readonly Selection[] {
  const { source, index, target } = plan;
  const known = new Set<WorkloadKey>([...index.workloads.keys(), ...index.ambiguous.keys()]);
  const keys =
    source.kind === "release"
      ? source.before.keys()
      : source.kind === "cluster"
        ? [...source.running.keys()].filter((key) => known.has(key) || target.running.has(key))
        : known;
  return [...keys].map((workload) => ({ workload }));
}

function decideWorkload(plan: PlanInput, selection: Selection): readonly DecidedItem[] {
  const workload = plan.index.workloads.get(selection.workload);
  if (!workload) return undefinedWorkload(plan, selection);
  if (selection.containers) {
    return selection.containers.map((container) => decideSelected(plan, workload, container));
  }
  const containers =
    plan.source.kind === "release"
      ? workload.containers.filter(({ name }) => isRestorable(plan, workload.key, name))
      : workload.containers;
  return containers.map((container) =>
    decideContainer({ plan, workload, container, tag: undefined }),
  );
}

function isRestorable(plan: PlanInput, key: WorkloadKey, container: string): boolean {
  return plan.source.kind === "release" && plan.source.before.get(key)?.has(container) === true;
}

function decideSelected(
  plan: PlanInput,
  workload: ManifestWorkload,
  { name, tag }: ContainerSelection,
): DecidedItem {
  const container = workload.containers.find((candidate) => candidate.name === name);
  if (container) return decideContainer({ plan, workload, container, tag });
  return decideUndefined({
    plan,
    workload: workload.key,
    container: name,
    outcome: "failed",
    reason: { code: "container-missing", where: "target" },
  });
}

function undefinedWorkload(
  plan: PlanInput,
  { workload, containers }: Selection,
): readonly DecidedItem[] {
  const reason = whyUndefined(plan, workload);
  const outcome = reason.code === "not-in-config" ? "skipped" : "failed";
  const names = containers?.map(({ name }) => name) ?? containerNames(plan, workload);
  return names.map((container) => decideUndefined({ plan, workload, container, outcome, reason }));
}

function whyUndefined(plan: PlanInput, workload: WorkloadKey): ItemReason {
  const { index, texts, target } = plan;
  const places = index.ambiguous.get(workload);
  if (places) {
    return { code: "ambiguous", places: places.map(({ file, line }) => `${file}:${line}`) };
  }
  const name = parseWorkloadKey(workload)?.name ?? workload;
  const unread = index.problems.find(({ file }) => texts.get(file)?.includes(name));
  if (!unread) return { code: "not-in-config", path: target.path };
  const { file, line, message } = unread;
  return { code: "unreadable", file, line, detail: message };
}

/** A workload that no file defines still has one row per container that runs, or one for itself. */
function containerNames(plan: PlanInput, workload: WorkloadKey): readonly string[] {
  const fromSource = plan.source.kind === "cluster" ? plan.source.running.get(workload) : undefined;
  const running: RunningImages | undefined = plan.target.running.get(workload) ?? fromSource;
  const names = [...(running?.keys() ?? [])];
  return names.length > 0 ? names : ["*"];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
