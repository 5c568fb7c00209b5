import type { ClusterSummary } from "#contracts/api/cluster.ts";
import { isShown } from "#domain/matrix/shown.ts";
import { authorize } from "#services/authorize.ts";
import type { Bare } from "#services/context.ts";

import { presentCluster } from "./present-cluster.ts";

/** The organization's clusters in pipeline order, each with its agent's state. */
export async function listClusters({ ctx }: Bare): Promise<{ items: ClusterSummary[] }> {
  authorize(ctx, "organization.read");
  return ctx.store.read(ctx.organization.id, async (tx) => {
    const sources = new Map(
      (await tx.clusterSources()).map((source) => [source.clusterId, source]),
    );
    const workloads = Map.groupBy(
      (await tx.workloads()).filter(({ observed }) => isShown(observed)),
      ({ clusterId }) => clusterId,
    );
    const items: ClusterSummary[] = [];
    for (const cluster of await tx.clusters()) {
      items.push(
        presentCluster({
          cluster,
          source: sources.get(cluster.id) ?? null,
          workloads: workloads.get(cluster.id) ?? [],
          enrolment: await tx.enrolment(cluster.id),
        }),
      );
    }
    return { items };
  });
}
