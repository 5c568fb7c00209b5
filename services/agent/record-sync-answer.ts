import type { TenantRecorder } from "#ports/store/recorder.ts";
import type { ReportedSync } from "#ports/store/syncs.ts";

import type { CommandResult } from "./command-result.ts";

/** Keeps what an agent said of a sync or answered to a comparison; nothing where it was another command. */
export async function recordSyncAnswer(
  tx: TenantRecorder,
  input: { readonly clusterId: string; readonly result: CommandResult; readonly at: Date },
): Promise<void> {
  const { clusterId, result, at } = input;
  const { id: commandId, ok, message, sync: summary, diff = null } = result;
  const answer = { at, message, diff };
  const isComparison = await tx.recordComparison({ clusterId, commandId }, answer);
  const isSync = await recordReport(tx, clusterId, { commandId, at, ok, message, summary });
  if (isComparison || isSync) await tx.emit({ kind: "sync", id: clusterId });
}

/** What an older sync still says counts until the newest one has answered. */
async function recordReport(
  tx: TenantRecorder,
  clusterId: string,
  report: ReportedSync,
): Promise<boolean> {
  const { commandId, summary } = report;
  const newest = await tx.clusterSync(clusterId);
  const isNewest = newest?.commandId === commandId;
  if (newest === null || (summary === null && !isNewest)) return false;
  const before = newest.report;
  if (!isNewest && before?.commandId === newest.commandId) return false;
  await tx.recordSyncReport(clusterId, report);
  const counts = [before?.summary, summary].map((told) => [told?.applied, told?.pruned].join());
  if (before?.commandId !== commandId || counts[0] !== counts[1]) {
    await tx.forgetComparison(clusterId);
  }
  return true;
}
