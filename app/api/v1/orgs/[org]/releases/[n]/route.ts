import { z } from "zod";

import { reply, route } from "#app/_server/route.ts";
import { readRelease } from "#services/release/read-release.ts";

const ReleaseNumber = z.coerce.number().int().positive().max(2_147_483_647);

export const GET = route(async ({ ctx, param }) => {
  const number = ReleaseNumber.parse(param("n"));
  return reply(await readRelease({ ctx, input: { number } }));
});
