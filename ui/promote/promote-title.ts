import type { PlanResponse } from "#contracts/api/plan.ts";
import { counted } from "#ui/components/counted.ts";

import { changedCount } from "./plan-items.ts";

/** What the main button does; the page's heading says the same. */
export function promoteTitle({
  plan,
  target,
  rollback,
}: {
  readonly plan: Pick<PlanResponse, "items"> | null;
  readonly target: string | null;
  readonly rollback: number | null;
}): string {
  if (rollback !== null) return `Roll back to before #${rollback}`;
  const where = target === null ? "" : ` to ${target}`;
  if (plan === null) return `Promote${where}`;
  const count = changedCount(plan.items);
  return `Promote ${counted(count, "workload")}${where}`;
}
