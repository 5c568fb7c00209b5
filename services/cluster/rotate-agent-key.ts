import { DomainError } from "#domain/error.ts";
import type { Verb } from "#services/context.ts";

/** How long the agent may take to hear of it. */
const answerMs = 5 * 60_000;

/**
 * Has a cluster's agent replace its key now; what came of it is in the cluster's facts. DomainError "conflict" where
 * there is no agent that could do it.
 */
export async function rotateAgentKey({
  ctx,
  input,
}: Verb<{ readonly clusterId: string }>): Promise<void> {
  const cluster = await ctx.store.read(ctx.organization.id, (tx) => tx.cluster(input.clusterId));
  if (!cluster) throw new DomainError("not-found", "There is no such cluster.");
  const intent = {
    permission: "agent.rotate-key",
    event: "agent.key-rotation-asked",
    actor: ctx.actor,
    grant: ctx.grant,
    subject: `cluster/${cluster.name}`,
  } as const;
  await ctx.store.write(ctx.organization.id, intent, async (tx) => {
    const now = await tx.cluster(cluster.id);
    if (!now?.key || now.key.lock !== null) {
      throw new DomainError("conflict", `${cluster.name} has no agent with a key. Enrol it first.`);
    }
    if (!now.connected) {
      const message = `The agent of ${cluster.name} is offline. Its key is rotated when it is back.`;
      throw new DomainError("conflict", message);
    }
    if (!now.key.rotates) {
      const message = `The agent of ${cluster.name} is too old to rotate its key. Upgrade it first.`;
      throw new DomainError("conflict", message);
    }
    const askedAt = ctx.clock.now();
    const notAfter = new Date(askedAt.getTime() + answerMs);
    await tx.askKeyRotation({ id: ctx.ids.uuid(), clusterId: cluster.id, askedAt, notAfter });
  });
}
