import { reply, route } from "#app/_server/route.ts";
import { compareWithGit } from "#services/sync/compare-with-git.ts";

export const POST = route(async ({ ctx, param }) =>
  reply(await compareWithGit({ ctx, input: { clusterId: param("id") } }), { status: 202 }),
);
