import type { PodLogs } from "#contracts/agent-logs.ts";
import type { TenantRecorder } from "#ports/store/recorder.ts";

/** Keeps what an agent answered to a question for logs and tells whoever asked; nothing where it was another command. */
export async function recordPodLogs(
  tx: TenantRecorder,
  clusterId: string,
  result: {
    readonly id: string;
    readonly message: string;
    readonly logs?: PodLogs | undefined;
  },
): Promise<void> {
  const { id, message, logs } = result;
  const answer = logs ?? { state: "failed", message };
  if (await tx.recordPodLog({ id, clusterId }, answer)) await tx.emit({ kind: "pod-logs", id });
}
