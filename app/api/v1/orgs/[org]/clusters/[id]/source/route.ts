import { route } from "#app/_server/route.ts";
import { ChangeClusterSource } from "#contracts/api/repository.ts";
import { changeClusterSource } from "#services/repository/change-cluster-source.ts";

export const PUT = route(async ({ ctx, param, body }) => {
  const source = await body(ChangeClusterSource);
  await changeClusterSource({ ctx, input: { ...source, clusterId: param("id") } });
  return new Response(null, { status: 204 });
});
