import { z } from "zod";

import { reply, route } from "#app/_server/route.ts";
import { SaveMapping } from "#contracts/api/settings.ts";
import { readMapping } from "#services/mapping/read-mapping.ts";
import { removeMapping } from "#services/mapping/remove-mapping.ts";
import { saveMapping } from "#services/mapping/save-mapping.ts";

export const GET = route(async ({ ctx, param }) =>
  reply(await readMapping({ ctx, input: { from: param("from"), to: param("to") } })),
);

export const PUT = route(async ({ ctx, param, body }) => {
  const pair = { from: param("from"), to: param("to") };
  await saveMapping({ ctx, input: { ...pair, ...(await body(SaveMapping)) } });
  return reply(await readMapping({ ctx, input: pair }));
});

const Removal = z.object({ version: z.coerce.number().int().min(1) });

export const DELETE = route(async ({ ctx, param, query }) => {
  const { version } = query(Removal);
  await removeMapping({ ctx, input: { from: param("from"), to: param("to"), version } });
  return new Response(null, { status: 204 });
});
