import { getConfig } from "#app/_server/config.ts";
import { reply, route } from "#app/_server/route.ts";
import { CreateCluster } from "#contracts/api/cluster.ts";
import { createCluster } from "#services/cluster/create-cluster.ts";
import { listClusters } from "#services/cluster/list-clusters.ts";

export const GET = route(async ({ ctx }) => reply(await listClusters({ ctx })));

export const POST = route(async ({ ctx, body }) => {
  const input = await body(CreateCluster);
  const { gatewayUrl } = getConfig();
  return reply(await createCluster({ ctx, input, gatewayUrl }), { status: 201 });
});
