import type { AgentCapability } from "#contracts/agent-capability.ts";
import type { TenantRecorder } from "#ports/store/recorder.ts";

import { requestNudge } from "./request-nudge.ts";
import { requestSync } from "./request-sync.ts";

/**
 * Has a commit brought to the cluster: by its agent, or where that cannot apply anything by what it can nudge. An
 * agent that says nothing of what it can do is told to sync.
 */
export async function tellCluster(
  tx: TenantRecorder,
  input: Parameters<typeof requestSync>[1],
): Promise<void> {
  const { ctx, source, branch } = input;
  const cluster = await tx.cluster(source.clusterId);
  if (onlyNudges(cluster?.capabilities ?? null)) {
    return requestNudge(tx, { ctx, source, revision: branch.commit });
  }
  return requestSync(tx, input);
}

function onlyNudges(capabilities: readonly AgentCapability[] | null): boolean {
  return capabilities !== null && !capabilities.includes("sync") && capabilities.includes("nudge");
}
