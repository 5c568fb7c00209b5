import { reply, route } from "#app/_server/route.ts";
import { readPodLogs } from "#services/logs/read-pod-logs.ts";

export const GET = route(async ({ ctx, param }) =>
  reply(await readPodLogs({ ctx, input: { clusterId: param("id"), id: param("question") } })),
);
