import type { AgentContext, AgentSession } from "./agent-context.ts";
import type { CommandResult } from "./command-result.ts";
import { emitCluster } from "./emit-cluster.ts";
import { recordNudge } from "./record-nudge.ts";
import { recordPodLogs } from "./record-pod-logs.ts";
import { recordSyncAnswer } from "./record-sync-answer.ts";

/** Notes that the agent has the command; false where a newer connection holds the session. */
export async function recordReceived(input: {
  readonly ctx: AgentContext;
  readonly session: AgentSession;
  readonly id: string;
}): Promise<boolean> {
  const { ctx, session, id } = input;
  const { organizationId, clusterId, sessionEpoch } = session;
  return ctx.store.record(organizationId, async (tx) => {
    const at = ctx.clock.now();
    if (!(await tx.touchSession({ clusterId, sessionEpoch, now: at, connected: true })))
      return false;
    await tx.recordCommand({ clusterId, id, state: "received", at, result: null });
    if (await tx.recordSyncReceived(clusterId, id, at)) {
      await tx.emit({ kind: "sync", id: clusterId });
    }
    return true;
  });
}

/**
 * Notes what came of a command; after a sync the cluster's releases are judged again. May be repeated. False where a
 * newer connection holds the session.
 */
export async function recordResult(input: {
  readonly ctx: AgentContext;
  readonly session: AgentSession;
  readonly result: CommandResult;
}): Promise<boolean> {
  const { ctx, session, result } = input;
  const { organizationId, clusterId, sessionEpoch } = session;
  const { id, ok, message, sync } = result;
  return ctx.store.record(organizationId, async (tx) => {
    const at = ctx.clock.now();
    if (!(await tx.touchSession({ clusterId, sessionEpoch, now: at, connected: true })))
      return false;
    const state = ok ? "done" : "failed";
    await tx.recordCommand({ clusterId, id, state, at, result: message });
    await recordPodLogs(tx, clusterId, result);
    await recordSyncAnswer(tx, { clusterId, result, at });
    await recordNudge(tx, { clusterId, result, at });
    if (sync === null) return true;
    await tx.recordSync(clusterId, { revision: sync.revision, at, ok, message });
    await tx.enqueue("observe-rollouts", { organizationId, clusterId });
    await emitCluster(tx, clusterId);
    return true;
  });
}
