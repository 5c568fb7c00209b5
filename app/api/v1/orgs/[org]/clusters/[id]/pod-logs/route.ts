import { reply, route } from "#app/_server/route.ts";
import { AskPodLogs } from "#contracts/api/pod-logs.ts";
import { askPodLogs } from "#services/logs/ask-pod-logs.ts";

export const POST = route(async ({ ctx, param, body }) => {
  const input = { ...(await body(AskPodLogs)), clusterId: param("id") };
  return reply(await askPodLogs({ ctx, input }), { status: 202 });
});
