import type { ClusterSync } from "#contracts/api/sync.ts";
import { authorize } from "#services/authorize.ts";
import { actorName } from "#services/context.ts";
import type { Verb } from "#services/context.ts";

import { askSync } from "./ask-sync.ts";
import { syncProgress } from "./present-sync.ts";
import { readSync } from "./read-sync.ts";
import { syncedCluster, underWay } from "./synced-cluster.ts";

/** Asks for a cluster's newest sync once more, without any consent. DomainError "conflict" while it is under way. */
export async function syncAgain({
  ctx,
  input,
}: Verb<{ readonly clusterId: string }>): Promise<ClusterSync> {
  const { cluster } = await ctx.store.read(ctx.organization.id, (tx) =>
    syncedCluster(tx, input.clusterId),
  );
  const { id, name, environment } = cluster;
  authorize(ctx, "sync.run", environment);
  const intent = {
    permission: "sync.run",
    event: "cluster.sync-asked",
    actor: ctx.actor,
    grant: ctx.grant,
    environment,
    subject: `cluster/${name}`,
  } as const;
  await ctx.store.write(ctx.organization.id, intent, async (tx) => {
    const { sync } = await syncedCluster(tx, id);
    const progress = syncProgress(sync, ctx.clock.now());
    if (progress === "waiting" || progress === "running") throw underWay(cluster);
    await askSync(tx, { ctx, wanted: sync, askedBy: actorName(ctx.actor), thorough: true });
  });
  return readSync({ ctx, input });
}
