import { reply, route } from "#app/_server/route.ts";
import { PlanRequest } from "#contracts/api/plan.ts";
import { createPlan } from "#services/plan/create-plan.ts";

export const POST = route(async ({ ctx, body }) => {
  const plan = await createPlan({ ctx, input: await body(PlanRequest) });
  return reply(plan, { status: plan.status === "calculating" ? 202 : 201 });
});
