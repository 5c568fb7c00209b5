import type { Store } from "#ports/store/store.ts";

/** Marks agents offline that were not heard since, tells the browsers, and has their rollouts judged again. */
export async function expireAgents(store: Store, silentSince: Date): Promise<void> {
  for (const { organizationId, clusterId } of await store.system.expireSessions(silentSince)) {
    await store.record(organizationId, async (tx) => {
      const cluster = await tx.cluster(clusterId);
      if (!cluster) return;
      const { id, connected, stateAt } = cluster;
      await tx.enqueue("observe-rollouts", { organizationId, clusterId });
      await tx.emit({ kind: "cluster", id, connected, stateAt: stateAt?.toISOString() ?? null });
    });
  }
}
