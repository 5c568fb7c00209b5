import { DomainError } from "#domain/error.ts";
import { calculatePlan } from "#domain/promotion/calculate.ts";
import { changedFiles } from "#domain/promotion/changes.ts";
import type { PlanItem } from "#domain/promotion/plan.ts";
import { describeReason } from "#domain/promotion/reason.ts";

import { planInputOf } from "./release-spec.ts";
import type { ReleaseWorld } from "./release-spec.ts";

/** What the product does when it is asked for a release. */
export interface ReleaseOutcome {
  /** By workload; one row per container. */
  readonly items: ReadonlyMap<string, readonly PlanItem[]>;
  /** Path → text of what a release of the plan commits. */
  readonly files: Readonly<Record<string, string>>;
  readonly message: string;
  /** Why the request itself was refused; then there are no items. */
  readonly refusal: string | null;
}

/**
 * Evaluates a release request through the plan, as the product would: the items with their reasons, the commit's
 * message and the bytes of the files that it changes.
 */
export function releaseOutcome(
  world: ReleaseWorld,
  files: Readonly<Record<string, string>>,
): ReleaseOutcome {
  try {
    const input = planInputOf(world, files);
    const plan = calculatePlan(input);
    const changed = changedFiles(plan.edits, input.texts);
    return {
      items: Map.groupBy(plan.items, ({ workload }) => workload),
      files: Object.fromEntries(changed.map(({ path, after }) => [path, after])),
      message: plan.message,
      refusal: null,
    };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { items: new Map(), files: {}, message: "", refusal: error.message };
  }
}

/** The outcome in sentences, one for each container. */
export function describeOutcome({ items, refusal }: ReleaseOutcome): string {
  if (refusal !== null) return refusal;
  const rows = [...items.values()].flat().map(describeItem);
  return rows.length === 0 ? "Nothing was selected." : rows.join(" ");
}

function describeItem({ workload, container, outcome, reason, from, to }: PlanItem): string {
  const what = `${workload} ${container}`;
  return reason === null
    ? `${what}: ${from} → ${to}.`
    : `${what}: ${outcome}, ${describeReason(reason)}`;
}
