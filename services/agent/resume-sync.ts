import type { TenantRecorder } from "#ports/store/recorder.ts";
import { askSync } from "#services/sync/ask-sync.ts";

import type { AgentContext } from "./agent-context.ts";

/**
 * Asks for the cluster's newest sync again where nobody is going to do it: a new agent knows nothing of what the one
 * before it was told, and one that was away may come back when the command is too old. Without consents: those were
 * given to what the cluster was then.
 */
export async function resumeSync(
  tx: TenantRecorder,
  input: {
    readonly ctx: AgentContext;
    readonly clusterId: string;
    /** Whether the agent was just enrolled. */
    readonly isNew: boolean;
  },
): Promise<void> {
  const { ctx, clusterId, isNew } = input;
  const newest = await tx.clusterSync(clusterId);
  if (newest === null) return;
  const isAnswered = newest.report?.commandId === newest.commandId;
  const isExpired = !isAnswered && newest.notAfter <= ctx.clock.now();
  const wasTaken = isAnswered || newest.receivedAt !== null;
  if (isExpired || (isNew && wasTaken)) await askSync(tx, { ctx, wanted: newest, thorough: true });
}
