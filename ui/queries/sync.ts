import { queryOptions } from "@tanstack/react-query";

import type { AgreeToSync, ClusterSync } from "#contracts/api/sync.ts";

import { apiPath, callApi } from "./api.ts";

/** The built-in sync of a cluster; looked at again by itself only where something may expire. */
export function clusterSyncQuery(org: string, clusterId: string) {
  return queryOptions({
    queryKey: ["cluster-sync", org, clusterId],
    queryFn: ({ signal }) => callApi<ClusterSync>(syncPath(org, clusterId), { signal }),
    refetchInterval: ({ state }) => (isOpen(state.data?.comparison?.progress) ? 10_000 : 60_000),
  });
}

function isOpen(progress: string | undefined): boolean {
  return progress === "waiting" || progress === "running";
}

/** Has the newest sync done once more. */
export function syncAgain(org: string, clusterId: string): Promise<ClusterSync> {
  return callApi<ClusterSync>(syncPath(org, clusterId), { method: "POST" });
}

/** Agrees to what the newest report asks, and has it synced with that. */
export function agreeToSync(
  org: string,
  clusterId: string,
  agreement: AgreeToSync,
): Promise<ClusterSync> {
  const path = syncPath(org, clusterId, "agreement");
  return callApi<ClusterSync>(path, { method: "POST", body: agreement });
}

/** Asks the agent what syncing would change. */
export function compareWithGit(org: string, clusterId: string): Promise<ClusterSync> {
  return callApi<ClusterSync>(syncPath(org, clusterId, "comparison"), { method: "POST" });
}

function syncPath(org: string, clusterId: string, ...rest: readonly string[]): string {
  return apiPath(org, "clusters", clusterId, "sync", ...rest);
}
