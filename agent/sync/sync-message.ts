import type { SyncSummary } from "#contracts/agent-sync.ts";

/** A sync in one line: the first problem, and the counts. */
export function syncMessage({
  applied,
  unchanged,
  pruned,
  problems,
  objects,
}: SyncSummary): string {
  const failed = objects.filter(({ state }) => state === "failed").length;
  const health = failed === 0 ? "" : `, ${failed} unhealthy`;
  const counts = `${applied} applied, ${unchanged} unchanged, ${pruned} deleted${health}`;
  const [first, ...others] = problems;
  if (first === undefined) return counts;
  const more = others.length === 0 ? "" : ` And ${others.length} more.`;
  return `${first}${more} (${counts})`;
}
