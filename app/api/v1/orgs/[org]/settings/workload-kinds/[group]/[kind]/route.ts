import { getConfig } from "#app/_server/config.ts";
import { reply, route } from "#app/_server/route.ts";
import { readSettings } from "#services/organization/read-settings.ts";
import { removeWorkloadKind } from "#services/organization/remove-workload-kind.ts";

export const DELETE = route(async ({ ctx, param }) => {
  await removeWorkloadKind({ ctx, input: { group: param("group"), kind: param("kind") } });
  return reply(await readSettings({ ctx, committer: getConfig().committer }));
});
