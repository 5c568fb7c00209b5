import { reply, route } from "#app/_server/route.ts";
import { AgreeToSync } from "#contracts/api/sync.ts";
import { agreeToSync } from "#services/sync/agree-to-sync.ts";

export const POST = route(async ({ ctx, param, body }) => {
  const agreement = await body(AgreeToSync);
  const input = { ...agreement, clusterId: param("id") };
  return reply(await agreeToSync({ ctx, input }), { status: 202 });
});
