import type { NudgeSummary } from "#contracts/agent-nudge.ts";
import type { TenantRecorder } from "#ports/store/recorder.ts";
import { recordProgress } from "#services/release/progress.ts";

import type { CommandResult } from "./command-result.ts";

/**
 * Has the releases that wait for the cluster say what came of a nudge; nothing where it was another command, or where
 * they say so already.
 */
export async function recordNudge(
  tx: TenantRecorder,
  input: { readonly clusterId: string; readonly result: CommandResult; readonly at: Date },
): Promise<void> {
  const { clusterId, at } = input;
  const { ok, message, nudge } = input.result;
  if (nudge === undefined) return;
  for (const { id } of await tx.rollingReleases(clusterId)) {
    const steps = await tx.releaseSteps(id);
    const sync = steps.find(({ name }) => name === "sync");
    if (sync?.status !== "running" || sync.note === message) continue;
    const level = ok && !hasTrouble(nudge) ? "info" : "warning";
    const progress = {
      steps: { sync: { note: message } },
      log: [{ step: "sync" as const, level, message } as const],
    };
    await recordProgress(tx, { releaseId: id, at, progress });
  }
}

function hasTrouble({ engines }: NudgeSummary): boolean {
  return engines.some(({ message }) => message !== "");
}
