import type { NudgeTarget } from "#contracts/agent-nudge.ts";
import type { TenantRecorder } from "#ports/store/recorder.ts";
import type { ClusterSourceRow } from "#ports/store/repository-rows.ts";
import type { WorkerContext } from "#services/worker-context.ts";

const commandLifetimeMs = 60 * 60 * 1000;

/**
 * Tells the cluster's agent to have Flux or Argo CD look at a commit at once. Worth nothing after an hour: by then
 * these have looked by themselves.
 */
export async function requestNudge(
  tx: TenantRecorder,
  input: {
    readonly ctx: Pick<WorkerContext, "clock" | "ids">;
    readonly source: ClusterSourceRow;
    readonly revision: string;
  },
): Promise<void> {
  const { ctx, source, revision } = input;
  const { clusterId, repository, branch, path } = source;
  const now = ctx.clock.now();
  const payload: NudgeTarget = {
    repository: repository.url,
    branch,
    path,
    revision,
    at: now.toISOString(),
  };
  await tx.addCommand({
    id: ctx.ids.uuid(),
    clusterId,
    type: "nudge",
    payload: { ...payload },
    createdAt: now,
    notAfter: new Date(now.getTime() + commandLifetimeMs),
  });
}
