import type { AgentContext, AgentSession } from "./agent-context.ts";
import { emitCluster } from "./emit-cluster.ts";

/** Marks the agent offline, unless a newer connection has taken its place. */
export async function closeAgentSession(input: {
  readonly ctx: AgentContext;
  readonly session: AgentSession;
}): Promise<void> {
  const { ctx, session } = input;
  const { organizationId, clusterId, sessionEpoch } = session;
  await ctx.store.record(organizationId, async (tx) => {
    const now = ctx.clock.now();
    if (!(await tx.touchSession({ clusterId, sessionEpoch, now, connected: false }))) return;
    await tx.enqueue("observe-rollouts", { organizationId, clusterId });
    await emitCluster(tx, clusterId);
  });
}
