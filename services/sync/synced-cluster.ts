import { DomainError } from "#domain/error.ts";
import type { ClusterRow } from "#ports/store/cluster-rows.ts";
import type { TenantReader } from "#ports/store/reader.ts";
import type { ClusterSyncRow } from "#ports/store/syncs.ts";

/** A cluster and its newest sync; DomainError "not-found" or "conflict" where there is none of either. */
export async function syncedCluster(
  tx: TenantReader,
  clusterId: string,
): Promise<{ readonly cluster: ClusterRow; readonly sync: ClusterSyncRow }> {
  const cluster = await tx.cluster(clusterId);
  if (!cluster) throw new DomainError("not-found", "There is no such cluster.");
  if (cluster.capabilities?.includes("sync") === false) {
    const message = `The agent of ${cluster.name} does not sync. Install it with permissions.sync=true.`;
    throw new DomainError("conflict", message);
  }
  const sync = await tx.clusterSync(clusterId);
  if (sync) return { cluster, sync };
  throw new DomainError(
    "conflict",
    `Nothing was synced to ${cluster.name} yet. Connect the repository that holds its manifests.`,
  );
}

/** DomainError "conflict" while a sync waits for its agent or is under way. */
export function underWay({ name }: Pick<ClusterRow, "name">): DomainError {
  return new DomainError(
    "conflict",
    `A sync of ${name} is under way. Wait for it, or for its agent to come back.`,
  );
}
