import { parseWorkloadKey } from "#domain/glossary.ts";
import type { WorkloadKey } from "#domain/glossary.ts";
import type { ManifestContainer, ManifestWorkload } from "#domain/manifest/manifest-index.ts";

import { decideContainer, decideUndefined, refuseContainer } from "./item.ts";
import type { DecidedItem } from "./item.ts";
import type { PlanWork } from "./plan-work.ts";
import type { ContainerSelection, Selection } from "./plan.ts";
import type { ItemReason } from "./reason.ts";
import { usesImage, whyLeftOut } from "./scope.ts";

/**
 * Decides about everything selected, in the order of workload keys. What was named is never left out without an item
 * that says so; what nobody named has one only where it was excluded by name.
 */
export function decideSelection(plan: PlanWork): readonly DecidedItem[] {
  const selections = plan.selection ?? everything(plan);
  const sorted = selections.toSorted((a, b) => compare(a.workload, b.workload));
  return sorted.flatMap((selection) => {
    const by = whyLeftOut(plan, selection.workload);
    if (by === null) return decideWorkload(plan, selection);
    return isNamed(plan) || by === "name" ? leaveOut(plan, selection, by) : [];
  });
}

/** All that the source knows and that the target defines or runs. */
function everything(plan: PlanWork): readonly Selection[] {
  const { source, index, target, offers } = plan;
  const known = new Set<WorkloadKey>([...index.workloads.keys(), ...index.ambiguous.keys()]);
  const keys =
    source.kind === "release"
      ? offers.keys()
      : source.kind === "cluster"
        ? [...offers.keys()].filter((key) => known.has(key) || target.running.has(key))
        : known;
  return [...keys].map((workload) => ({ workload }));
}

function isNamed({ selection }: PlanWork): boolean {
  return selection !== null;
}

function decideWorkload(plan: PlanWork, selection: Selection): readonly DecidedItem[] {
  const workload = plan.index.workloads.get(selection.workload);
  if (!workload) return undefinedWorkload(plan, selection);
  if (selection.containers) {
    return inOrderOf(workload, selection.containers).map((chosen) =>
      decideSelected({ plan, workload, chosen, selection }),
    );
  }
  const concerned = workload.containers.filter((container) =>
    isConcerned(plan, workload, container),
  );
  if (plan.image !== null && concerned.length === 0) {
    return isNamed(plan) ? leaveOut(plan, selection, "image") : [];
  }
  const containers = concerned.length === 0 && isNamed(plan) ? workload.containers : concerned;
  const decided = containers.map((container) => {
    const chosen = { name: container.name };
    const liftLock = selection.liftLock === true;
    return decideContainer({ plan, workload, container, chosen, liftLock });
  });
  return [...decided, ...injectedContainers(plan, workload)];
}

/** Of a workload as a whole, a rollback concerns what its release changed, and one image what uses it. */
function isConcerned(
  plan: PlanWork,
  { key }: ManifestWorkload,
  { name, image }: ManifestContainer,
): boolean {
  if (plan.image !== null) return usesImage(plan, image);
  if (plan.source.kind !== "release") return true;
  const offer = plan.offers.get(key);
  return offer?.kind === "workload" && offer.images.has(name);
}

/** The order of the file, then what the file does not have, so that the order of asking does not matter. */
function inOrderOf(
  { containers }: ManifestWorkload,
  chosen: readonly ContainerSelection[],
): readonly ContainerSelection[] {
  const places = new Map(containers.map(({ name }, at) => [name, at]));
  const place = ({ name }: ContainerSelection) => places.get(name) ?? containers.length;
  return chosen.toSorted((a, b) => place(a) - place(b) || compare(a.name, b.name));
}

function decideSelected(input: {
  readonly plan: PlanWork;
  readonly workload: ManifestWorkload;
  readonly chosen: ContainerSelection;
  readonly selection: Selection;
}): DecidedItem {
  const { plan, workload, chosen, selection } = input;
  const container = workload.containers.find(({ name }) => name === chosen.name);
  if (container && !usesImage(plan, container.image)) {
    return refuseContainer({ plan, workload, container }, { code: "excluded", by: "image" });
  }
  if (container) {
    const liftLock = selection.liftLock === true;
    return decideContainer({ plan, workload, container, chosen, liftLock });
  }
  const runs = plan.target.running.get(workload.key)?.has(chosen.name) === true;
  return decideUndefined({
    plan,
    workload: workload.key,
    container: chosen.name,
    outcome: runs ? "skipped" : "failed",
    reason: runs
      ? { code: "injected", named: true }
      : { code: "container-missing", where: "target" },
  });
}

/** What runs in the workload's pods beside the containers of its files, and cannot be changed there. */
function injectedContainers(plan: PlanWork, workload: ManifestWorkload): readonly DecidedItem[] {
  if (plan.source.kind === "release" || plan.image !== null) return [];
  const written = new Set(workload.containers.map(({ name }) => name));
  const running = [...(plan.target.running.get(workload.key)?.keys() ?? [])];
  const names = running.filter((name) => !written.has(name)).toSorted(compare);
  const reason = { code: "injected", named: false } as const;
  return names.map((container) =>
    decideUndefined({ plan, workload: workload.key, container, outcome: "skipped", reason }),
  );
}

function leaveOut(
  plan: PlanWork,
  selection: Selection,
  by: Extract<ItemReason, { code: "excluded" }>["by"],
): readonly DecidedItem[] {
  const reason = { code: "excluded", by } as const;
  const workload = plan.index.workloads.get(selection.workload);
  const names = workload
    ? inOrderOf(workload, selection.containers ?? workload.containers).map(({ name }) => name)
    : namesOf(plan, selection);
  return names.map((name) => {
    const container = workload?.containers.find((candidate) => candidate.name === name);
    return workload && container
      ? refuseContainer({ plan, workload, container }, reason)
      : decideUndefined({
          plan,
          workload: selection.workload,
          container: name,
          outcome: "skipped",
          reason,
        });
  });
}

function undefinedWorkload(plan: PlanWork, selection: Selection): readonly DecidedItem[] {
  const { workload } = selection;
  const names = namesOf(plan, selection);
  if (plan.image !== null && !names.some((name) => runsImage(plan, workload, name))) {
    return isNamed(plan) ? leaveOut(plan, selection, "image") : [];
  }
  const reason = whyUndefined(plan, workload);
  const isAbsence = reason.code === "not-in-config" || reason.code === "not-in-target";
  const outcome = isAbsence ? "skipped" : "failed";
  return names.map((container) => decideUndefined({ plan, workload, container, outcome, reason }));
}

function runsImage(plan: PlanWork, workload: WorkloadKey, container: string): boolean {
  const image = plan.target.running.get(workload)?.get(container);
  return image !== undefined && usesImage(plan, image);
}

function whyUndefined(plan: PlanWork, workload: WorkloadKey): ItemReason {
  const { index, texts, target } = plan;
  const places = index.ambiguous.get(workload);
  if (places) {
    return { code: "ambiguous", places: places.map(({ file, line }) => `${file}:${line}`) };
  }
  const name = parseWorkloadKey(workload)?.name ?? workload;
  const unread = index.problems.find(({ file }) => texts.get(file)?.includes(name));
  if (unread) {
    const { file, line, message } = unread;
    return { code: "unreadable", file, line, detail: message };
  }
  const { path } = target;
  return plan.offers.has(workload) && !target.running.has(workload)
    ? { code: "not-in-target", target: target.name, path }
    : { code: "not-in-config", path };
}

/** The containers asked for; else a workload that no file defines has a row for each that runs, or one for itself. */
function namesOf(plan: PlanWork, { workload, containers }: Selection): readonly string[] {
  if (containers) return containers.map(({ name }) => name).toSorted(compare);
  const offer = plan.offers.get(workload);
  const offered = offer?.kind === "workload" ? offer.images : undefined;
  const names = [...(plan.target.running.get(workload) ?? offered ?? new Map()).keys()];
  return names.length > 0 ? names : ["*"];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
