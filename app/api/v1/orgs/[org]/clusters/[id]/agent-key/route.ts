import { z } from "zod";

import { route } from "#app/_server/route.ts";
import { rotateAgentKey } from "#services/cluster/rotate-agent-key.ts";

/** Has the agent rotate its key. */
export const POST = route(async ({ ctx, param }) => {
  await rotateAgentKey({ ctx, input: { clusterId: z.uuid().parse(param("id")) } });
  return new Response(null, { status: 202 });
});
