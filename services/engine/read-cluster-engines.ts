import type { ClusterEngines } from "#contracts/api/cluster-engines.ts";
import { DomainError } from "#domain/error.ts";
import { isShown } from "#domain/matrix/shown.ts";
import { authorize } from "#services/authorize.ts";
import type { Verb } from "#services/context.ts";

import { presentEngines } from "./present-engines.ts";
import { presentSources } from "./present-sources.ts";

/**
 * What of Flux and Argo CD deploys a cluster's workloads, from where in git, and how that fits the source that was
 * chosen for the cluster. Throws DomainError "not-found" where the organization has no such cluster.
 */
export async function readClusterEngines({
  ctx,
  input,
}: Verb<{ readonly id: string }>): Promise<ClusterEngines> {
  authorize(ctx, "organization.read");
  return ctx.store.read(ctx.organization.id, async (tx) => {
    const cluster = await tx.cluster(input.id);
    if (!cluster) throw new DomainError("not-found", "There is no such cluster.");
    const rows = await tx.workloads({ clusterId: cluster.id });
    const workloads = rows.map(({ observed }) => observed).filter(isShown);
    const source = await tx.clusterSource(cluster.id);
    const repositories = await tx.configRepositories();
    const isSynced = cluster.capabilities?.includes("sync") === true;
    return {
      ...presentEngines(workloads),
      ...presentSources(workloads, { source, isSynced, repositories }),
    };
  });
}
