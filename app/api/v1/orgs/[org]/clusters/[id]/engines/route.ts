import { z } from "zod";

import { reply, route } from "#app/_server/route.ts";
import { readClusterEngines } from "#services/engine/read-cluster-engines.ts";

export const GET = route(async ({ ctx, param }) =>
  reply(await readClusterEngines({ ctx, input: { id: z.uuid().parse(param("id")) } })),
);
