import { reply, route } from "#app/_server/route.ts";
import { readMatrix } from "#services/matrix/read-matrix.ts";

export const GET = route(async ({ ctx }) => reply(await readMatrix({ ctx })));
