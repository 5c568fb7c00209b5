import type { TenantRecorder } from "#ports/store/recorder.ts";
import { askSync } from "#services/sync/ask-sync.ts";

import type { AgentContext } from "./agent-context.ts";

/**
 * Asks for the cluster's newest sync again where nobody is going to do it or goes on with it: a new agent knows
 * nothing of what the one before it was told, a new process of the same agent follows nothing, and one that was away
 * may come back when the command is too old. Without consents: those were given to what the cluster was then.
 */
export async function resumeSync(
  tx: TenantRecorder,
  input: {
    readonly ctx: AgentContext;
    readonly clusterId: string;
    /** The process that connects; null where an agent was just enrolled, maybe in another cluster. */
    readonly instanceId: string | null;
  },
): Promise<void> {
  const { ctx, clusterId, instanceId } = input;
  const newest = await tx.clusterSync(clusterId);
  if (newest === null) return;
  const isAnother = instanceId === null || (await tx.adoptSync(clusterId, instanceId));
  const at = ctx.clock.now();
  const isAnswered = newest.report?.commandId === newest.commandId;
  const isExpired = !isAnswered && newest.notAfter <= at;
  // It waits for whoever comes; what was agreed to was not agreed for another cluster.
  const isForAnother = instanceId === null && !isAnswered && newest.consents.length > 0;
  if (isForAnother) {
    const id = newest.commandId;
    await tx.recordCommand({ clusterId, id, state: "expired", at, result: null });
  }
  if (!isExpired && !isForAnother && !(isAnswered && isAnother)) return;
  await askSync(tx, { ctx, wanted: newest, thorough: instanceId === null });
}
