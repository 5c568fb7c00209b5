import type { ClusterSync } from "#contracts/api/sync.ts";
import { DomainError } from "#domain/error.ts";
import { authorize } from "#services/authorize.ts";
import type { Verb } from "#services/context.ts";

import { presentSync } from "./present-sync.ts";

/** What the built-in sync of a cluster did, asks, and found. */
export async function readSync({
  ctx,
  input,
}: Verb<{ readonly clusterId: string }>): Promise<ClusterSync> {
  authorize(ctx, "organization.read");
  return ctx.store.read(ctx.organization.id, async (tx) => {
    const cluster = await tx.cluster(input.clusterId);
    if (!cluster) throw new DomainError("not-found", "There is no such cluster.");
    const sync = await tx.clusterSync(cluster.id);
    const comparison = await tx.comparison(cluster.id);
    return presentSync({ sync, comparison, now: ctx.clock.now() });
  });
}
