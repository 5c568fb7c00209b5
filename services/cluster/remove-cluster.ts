import { DomainError } from "#domain/error.ts";
import type { Verb } from "#services/context.ts";

/** Removes a cluster with its state, keys and tokens; its agent is disconnected, its releases stay. */
export async function removeCluster({ ctx, input }: Verb<{ readonly id: string }>): Promise<void> {
  const cluster = await ctx.store.read(ctx.organization.id, (tx) => tx.cluster(input.id));
  if (!cluster) throw new DomainError("not-found", "There is no such cluster.");
  const intent = {
    permission: "cluster.remove",
    event: "cluster.removed",
    actor: ctx.actor,
    grant: ctx.grant,
    subject: `cluster/${cluster.name}`,
  } as const;
  await ctx.store.write(ctx.organization.id, intent, (tx) => tx.removeCluster(cluster.id));
}
