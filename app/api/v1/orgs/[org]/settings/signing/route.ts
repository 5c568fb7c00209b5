import { getConfig } from "#app/_server/config.ts";
import { reply, route } from "#app/_server/route.ts";
import { SwitchSigning } from "#contracts/api/settings.ts";
import { readSettings } from "#services/organization/read-settings.ts";
import { switchSigning } from "#services/organization/switch-signing.ts";

export const PUT = route(async ({ ctx, body }) => {
  await switchSigning({ ctx, input: await body(SwitchSigning) });
  return reply(await readSettings({ ctx, committer: getConfig().committer }));
});
