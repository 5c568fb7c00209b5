import { z } from "zod";

import { getConfig } from "#app/_server/config.ts";
import { reply, route } from "#app/_server/route.ts";
import { readEnrolment } from "#services/cluster/read-enrolment.ts";
import { renewEnrolment } from "#services/cluster/renew-enrolment.ts";

export const GET = route(async ({ ctx, param }) =>
  reply(await readEnrolment({ ctx, input: { id: z.uuid().parse(param("id")) } })),
);

export const POST = route(async ({ ctx, param }) => {
  const input = { id: z.uuid().parse(param("id")) };
  const { gatewayUrl } = getConfig();
  return reply(await renewEnrolment({ ctx, input, gatewayUrl }), { status: 201 });
});
