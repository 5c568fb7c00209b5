import type { ClusterSync } from "#contracts/api/sync.ts";
import { DomainError } from "#domain/error.ts";
import { authorize } from "#services/authorize.ts";
import { actorName } from "#services/context.ts";
import type { Verb } from "#services/context.ts";

import { readSync } from "./read-sync.ts";
import { syncedCluster } from "./synced-cluster.ts";

/** Whoever asks waits for the answer; an agent that is away shall not give it to nobody tomorrow. */
const patienceMs = 2 * 60 * 1000;

/**
 * Asks a cluster's agent what syncing would change; the answer comes with `readSync`. DomainError "unavailable" while
 * the agent is away, "conflict" while it is still looking.
 */
export async function compareWithGit({
  ctx,
  input,
}: Verb<{ readonly clusterId: string }>): Promise<ClusterSync> {
  const { cluster } = await ctx.store.read(ctx.organization.id, (tx) =>
    syncedCluster(tx, input.clusterId),
  );
  const { id: clusterId, name, environment } = cluster;
  authorize(ctx, "sync.run", environment);
  if (!cluster.connected) {
    throw new DomainError(
      "unavailable",
      `The agent of ${name} is offline. Try again when it is back.`,
    );
  }
  const intent = {
    permission: "sync.run",
    event: "cluster.compared",
    actor: ctx.actor,
    grant: ctx.grant,
    environment,
    subject: `cluster/${name}`,
  } as const;
  await ctx.store.write(ctx.organization.id, intent, async (tx) => {
    const askedAt = ctx.clock.now();
    const open = await tx.comparison(clusterId);
    if (open && open.answer === null && open.notAfter > askedAt) {
      throw new DomainError("conflict", `The agent of ${name} is already looking.`);
    }
    const { revision, root, digest } = (await syncedCluster(tx, clusterId)).sync;
    await tx.askComparison({
      clusterId,
      commandId: ctx.ids.uuid(),
      revision,
      root,
      digest,
      askedAt,
      askedBy: actorName(ctx.actor),
      notAfter: new Date(askedAt.getTime() + patienceMs),
    });
    await tx.emit({ kind: "sync", id: clusterId });
  });
  return readSync({ ctx, input });
}
