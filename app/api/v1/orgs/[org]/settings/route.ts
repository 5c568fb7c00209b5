import { getConfig } from "#app/_server/config.ts";
import { reply, route } from "#app/_server/route.ts";
import { readSettings } from "#services/organization/read-settings.ts";

export const GET = route(async ({ ctx }) =>
  reply(await readSettings({ ctx, committer: getConfig().committer })),
);
