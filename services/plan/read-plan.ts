import type { PlanResponse } from "#contracts/api/plan.ts";
import { DomainError } from "#domain/error.ts";
import { authorize } from "#services/authorize.ts";
import type { Verb } from "#services/context.ts";

import { presentPlan } from "./present-plan.ts";

/** A plan by its id. DomainError "not-found" where this organization has none such. */
export async function readPlan({
  ctx,
  input,
}: Verb<{ readonly id: string }>): Promise<PlanResponse> {
  authorize(ctx, "organization.read");
  const answer = await ctx.store.read(ctx.organization.id, async (tx) => {
    const plan = await tx.plan(input.id);
    return plan && presentPlan(tx, { plan, now: ctx.clock.now() });
  });
  if (!answer) throw new DomainError("not-found", "There is no such plan.");
  return answer;
}
