import type { ClusterSync } from "#contracts/api/sync.ts";

function isOpen(progress: string | undefined): boolean {
  return progress === "waiting" || progress === "running";
}

/** Why syncing again is of no use now; null where it is. */
export function syncHindrance({ newest }: ClusterSync): string | null {
  if (newest === null) return "Nothing was synced yet.";
  if (newest.progress === "waiting") return "It waits for the agent.";
  return newest.progress === "running" ? "It is under way." : null;
}

/** Why the agent cannot be asked now what would change; null where it can. */
export function compareHindrance(
  { newest, comparison }: ClusterSync,
  { connected }: { readonly connected: boolean },
): string | null {
  if (newest === null) return "Nothing was synced yet.";
  if (!connected) return "The agent is offline.";
  return isOpen(comparison?.progress) ? "The agent is looking." : null;
}
