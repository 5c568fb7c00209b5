import type { PlanItem, PlanRequest } from "#contracts/api/plan.ts";

/** What the promote page asks for, apart from single ticks. */
export interface PlanBase {
  readonly target: string;
  readonly source: PlanRequest["source"];
  /** Workload keys; null means everything that the source can change. */
  readonly selected: readonly string[] | null;
  readonly tags: readonly { readonly container: string; readonly tag: string }[];
}

interface Choice {
  readonly base: PlanBase;
  /** What a plan of the base found. */
  readonly items: readonly PlanItem[];
  /** `itemId`s of what was ticked off. */
  readonly held: ReadonlySet<string>;
  readonly subject: string | null;
}

/** Names one container of one workload. */
export function itemId({ workload, container }: Pick<PlanItem, "workload" | "container">): string {
  return `${workload} ${container}`;
}

/** The request for a plan, or null where nothing is left to ask for. */
export function planRequest({ base, items, held, subject }: Choice): PlanRequest | null {
  const { target, source } = base;
  const rest = { target, source, ...(subject ? { subject } : {}) };
  const selection = selectionOf({ base, items, held });
  if (selection === undefined) return rest;
  return selection.length === 0 ? null : { ...rest, selection };
}

function selectionOf({ base, items, held }: Omit<Choice, "subject">): PlanRequest["selection"] {
  const { selected, tags } = base;
  if (selected === null && held.size === 0) return undefined;
  const workloads = selected ?? changedWorkloads(items);
  return workloads.flatMap((workload) => {
    const own = items.filter((item) => item.workload === workload);
    const someHeld = own.some((item) => held.has(itemId(item)));
    if (tags.length === 0 && !someHeld) return [{ workload }];
    const names =
      tags.length > 0
        ? tags.map(({ container }) => container)
        : own.map(({ container }) => container);
    const containers = [...new Set(names)]
      .filter((name) => !held.has(itemId({ workload, container: name })))
      .map((name) => ({ name, ...tagFor(name, tags) }));
    return containers.length === 0 ? [] : [{ workload, containers }];
  });
}

function tagFor(name: string, tags: PlanBase["tags"]): { tag?: string } {
  const chosen = tags.find(({ container }) => container === name);
  return chosen ? { tag: chosen.tag } : {};
}

function changedWorkloads(items: readonly PlanItem[]): readonly string[] {
  const changed = items.filter(({ outcome }) => outcome === "update");
  return [...new Set(changed.map(({ workload }) => workload))];
}
