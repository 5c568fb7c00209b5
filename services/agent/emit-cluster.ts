import type { TenantRecorder } from "#ports/store/recorder.ts";

/** Tells the browsers whether the cluster's agent is there and how old its state is. */
export async function emitCluster(tx: TenantRecorder, clusterId: string): Promise<void> {
  const cluster = await tx.cluster(clusterId);
  if (cluster === null) return;
  const { id, connected, stateAt } = cluster;
  await tx.emit({ kind: "cluster", id, connected, stateAt: stateAt?.toISOString() ?? null });
}
