import { queryOptions } from "@tanstack/react-query";

import type { ClusterEngines } from "#contracts/api/cluster-engines.ts";

import { apiPath, callApi } from "./api.ts";

const lookAgainMs = 15_000;

/** What of Flux and Argo CD deploys a cluster's workloads; asked again with the cluster, and now and then. */
export function clusterEnginesQuery(org: string, clusterId: string) {
  return queryOptions({
    queryKey: ["clusters", org, clusterId, "engines"],
    queryFn: ({ signal }) =>
      callApi<ClusterEngines>(apiPath(org, "clusters", clusterId, "engines"), { signal }),
    refetchInterval: lookAgainMs,
  });
}
