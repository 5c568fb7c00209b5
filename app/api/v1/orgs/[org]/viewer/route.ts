import { getConfig } from "#app/_server/config.ts";
import { reply, route } from "#app/_server/route.ts";
import { readViewer } from "#services/organization/read-viewer.ts";

export const GET = route(async ({ ctx }) =>
  reply(await readViewer({ ctx, sandboxUrl: getConfig().sandboxUrl })),
);
