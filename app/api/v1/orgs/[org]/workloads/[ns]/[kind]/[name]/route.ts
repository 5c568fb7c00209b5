import { reply, route } from "#app/_server/route.ts";
import { workloadKey } from "#domain/glossary.ts";
import { readWorkload } from "#services/workload/read-workload.ts";

export const GET = route(async ({ ctx, param }) => {
  const key = workloadKey({ namespace: param("ns"), kind: param("kind"), name: param("name") });
  return reply(await readWorkload({ ctx, input: { key } }));
});
