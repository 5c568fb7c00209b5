import { getConfig } from "#app/_server/config.ts";
import { reply, route } from "#app/_server/route.ts";
import { RotateSigningKey } from "#contracts/api/settings.ts";
import { readSettings } from "#services/organization/read-settings.ts";
import { rotateSigningKey } from "#services/organization/rotate-signing-key.ts";

export const POST = route(async ({ ctx, body }) => {
  await rotateSigningKey({ ctx, input: await body(RotateSigningKey) });
  return reply(await readSettings({ ctx, committer: getConfig().committer }), { status: 201 });
});
