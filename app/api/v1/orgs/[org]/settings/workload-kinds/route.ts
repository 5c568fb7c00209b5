import { getConfig } from "#app/_server/config.ts";
import { reply, route } from "#app/_server/route.ts";
import { WorkloadKind } from "#contracts/api/settings.ts";
import { addWorkloadKind } from "#services/organization/add-workload-kind.ts";
import { readSettings } from "#services/organization/read-settings.ts";

export const POST = route(async ({ ctx, body }) => {
  await addWorkloadKind({ ctx, input: await body(WorkloadKind) });
  return reply(await readSettings({ ctx, committer: getConfig().committer }), { status: 201 });
});
