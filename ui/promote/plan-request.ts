import type { PlanItem, PlanRequest } from "#contracts/api/plan.ts";

type Selection = NonNullable<PlanRequest["selection"]>;
type Scope = NonNullable<PlanRequest["scope"]>;

/** What the promote page asks for, apart from single ticks. */
export interface PlanBase {
  readonly target: string;
  readonly source: PlanRequest["source"];
  /** Workload keys; null means everything that the source can change. */
  readonly selected: readonly string[] | null;
  readonly tags: readonly { readonly container: string; readonly tag: string }[];
  /** What a shared plan asked for of single workloads: tags, preconditions, lifted locks. */
  readonly chosen: Selection;
  readonly scope: Scope;
}

interface Choice {
  readonly base: PlanBase;
  /** What a plan of the base found. */
  readonly items: readonly PlanItem[];
  /** `itemId`s of what was ticked off. */
  readonly held: ReadonlySet<string>;
  /** Workloads to be changed in spite of their locks. */
  readonly lifted: ReadonlySet<string>;
  readonly subject: string | null;
}

/** Names one container of one workload. */
export function itemId({ workload, container }: Pick<PlanItem, "workload" | "container">): string {
  return `${workload} ${container}`;
}

/** The request for a plan, or null where nothing is left to ask for. */
export function planRequest(choice: Choice): PlanRequest | null {
  const { target, source, scope } = choice.base;
  const rest = { target, source, ...(choice.subject ? { subject: choice.subject } : {}) };
  const excluded = excludedOf(choice);
  if (excluded !== null) {
    if (excluded.length > 0 && excluded.length === changedWorkloads(choice.items).length)
      return null;
    const exclude = [...(scope.exclude ?? []), ...excluded];
    return { ...rest, ...scopeOf({ ...scope, ...(exclude.length > 0 && { exclude }) }) };
  }
  const selection = selectionOf(choice);
  return selection.length === 0 ? null : { ...rest, selection, ...scopeOf(scope) };
}

/** A scope that narrows nothing is not sent. */
function scopeOf(scope: Scope): { scope?: Scope } {
  return Object.keys(scope).length === 0 ? {} : { scope };
}

/** The workloads that everything is asked for without; null where single workloads have to be named. */
function excludedOf({ base, items, held, lifted }: Choice): readonly string[] | null {
  if (base.selected !== null || lifted.size > 0 || base.tags.length > 0) return null;
  const byWorkload = Map.groupBy(
    items.filter(({ outcome }) => outcome === "update"),
    ({ workload }) => workload,
  );
  const excluded: string[] = [];
  for (const [workload, own] of byWorkload) {
    const kept = own.filter((item) => !held.has(itemId(item)));
    if (kept.length === 0) excluded.push(workload);
    else if (kept.length < own.length) return null;
  }
  return excluded;
}

function selectionOf({ base, items, held, lifted }: Choice): Selection {
  const { selected } = base;
  const workloads = selected ?? [...new Set([...changedWorkloads(items), ...lifted])];
  return workloads.flatMap((workload) => {
    const given = base.chosen.find((choice) => choice.workload === workload);
    const liftLock = lifted.has(workload) || given?.liftLock === true;
    const own = items.filter((item) => item.workload === workload);
    const containers = containersOf({ base, given, own, held });
    if (containers?.length === 0) return [];
    return [{ workload, ...(containers && { containers }), ...(liftLock && { liftLock }) }];
  });
}

/** The containers to be named; undefined where the workload goes as a whole. */
function containersOf(input: {
  readonly base: PlanBase;
  readonly given: Selection[number] | undefined;
  readonly own: readonly PlanItem[];
  readonly held: ReadonlySet<string>;
}): Selection[number]["containers"] {
  const { base, given, own, held } = input;
  const kept = ({ workload, container }: Pick<PlanItem, "workload" | "container">) =>
    !held.has(itemId({ workload, container }));
  if (given?.containers) {
    const { workload } = given;
    return given.containers.filter(({ name }) => kept({ workload, container: name }));
  }
  if (base.tags.length > 0) {
    const named = new Map(base.tags.map(({ container, tag }) => [container, tag]));
    const ticked = own.filter((item) => !kept(item)).map(({ container }) => container);
    return [...named]
      .filter(([name]) => !ticked.includes(name))
      .map(([name, tag]) => ({ name, tag }));
  }
  const written = own.filter(({ reason }) => reason?.code !== "injected");
  if (written.every(kept)) return undefined;
  return written.filter(kept).map(({ container }) => ({ name: container }));
}

function changedWorkloads(items: readonly PlanItem[]): readonly string[] {
  const changed = items.filter(({ outcome }) => outcome === "update");
  return [...new Set(changed.map(({ workload }) => workload))];
}
