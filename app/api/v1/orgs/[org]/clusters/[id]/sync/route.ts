import { reply, route } from "#app/_server/route.ts";
import { readSync } from "#services/sync/read-sync.ts";
import { syncAgain } from "#services/sync/sync-again.ts";

export const GET = route(async ({ ctx, param }) =>
  reply(await readSync({ ctx, input: { clusterId: param("id") } })),
);

export const POST = route(async ({ ctx, param }) =>
  reply(await syncAgain({ ctx, input: { clusterId: param("id") } }), { status: 202 }),
);
