import { reply, route } from "#app/_server/route.ts";
import { readPlan } from "#services/plan/read-plan.ts";

export const GET = route(async ({ ctx, param }) =>
  reply(await readPlan({ ctx, input: { id: param("id") } })),
);
