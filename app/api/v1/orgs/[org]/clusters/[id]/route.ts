import { z } from "zod";

import { route } from "#app/_server/route.ts";
import { removeCluster } from "#services/cluster/remove-cluster.ts";

export const DELETE = route(async ({ ctx, param }) => {
  await removeCluster({ ctx, input: { id: z.uuid().parse(param("id")) } });
  return new Response(null, { status: 204 });
});
