import { getConfig } from "#app/_server/config.ts";
import { reply, route } from "#app/_server/route.ts";
import { RenameOrganization } from "#contracts/api/settings.ts";
import { readSettings } from "#services/organization/read-settings.ts";
import { renameOrganization } from "#services/organization/rename-organization.ts";

export const PUT = route(async ({ ctx, body }) => {
  await renameOrganization({ ctx, input: await body(RenameOrganization) });
  return reply(await readSettings({ ctx, committer: getConfig().committer }));
});
