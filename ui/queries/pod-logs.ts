import { queryOptions } from "@tanstack/react-query";

import type { AskPodLogs, PodLogsAnswer } from "#contracts/api/pod-logs.ts";

import { apiPath, callApi } from "./api.ts";

const graceMs = 500;

/** Asks an agent for the last lines of a container. */
export function askPodLogs(
  org: string,
  clusterId: string,
  body: AskPodLogs,
): Promise<PodLogsAnswer> {
  return callApi(apiPath(org, "clusters", clusterId, "pod-logs"), { method: "POST", body });
}

/**
 * What became of a question. The event stream says when there is an answer; it is asked for once more when the agent's
 * time is over.
 */
export function podLogsQuery(org: string, clusterId: string, id: string | null) {
  return queryOptions({
    queryKey: ["pod-logs", org, id],
    queryFn: ({ signal }) =>
      callApi<PodLogsAnswer>(apiPath(org, "clusters", clusterId, "pod-logs", id ?? ""), { signal }),
    enabled: id !== null,
    staleTime: Infinity,
    gcTime: 60_000,
    retry: false,
    refetchInterval: ({ state: { data } }) =>
      data?.answer.state === "waiting"
        ? Math.max(graceMs, Date.parse(data.waitUntil) - Date.now() + graceMs)
        : false,
  });
}
