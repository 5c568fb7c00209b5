import { reply, route } from "#app/_server/route.ts";
import { checkAgain } from "#services/repository/ask-check.ts";

export const POST = route(async ({ ctx, param }) =>
  reply(await checkAgain({ ctx, input: { id: param("id") } }), { status: 202 }),
);
