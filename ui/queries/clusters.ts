import { queryOptions } from "@tanstack/react-query";

import type {
  ClusterSummary,
  CreateCluster,
  Enrolment,
  EnrolmentProgress,
} from "#contracts/api/cluster.ts";

import { apiPath, callApi, sendToApi } from "./api.ts";

export interface ClusterItems {
  readonly items: readonly ClusterSummary[];
}

/** Every cluster, in pipeline order. */
export function clustersQuery(org: string) {
  return queryOptions({
    queryKey: ["clusters", org],
    queryFn: ({ signal }) => callApi<ClusterItems>(apiPath(org, "clusters"), { signal }),
  });
}

/** How far an agent's arrival is; asked again until workloads are found. */
export function enrolmentQuery(org: string, clusterId: string) {
  return queryOptions({
    queryKey: ["enrolment", org, clusterId],
    queryFn: ({ signal }) =>
      callApi<EnrolmentProgress>(apiPath(org, "clusters", clusterId, "enrolment"), { signal }),
    refetchInterval: (query) => (query.state.data?.workloads == null ? 2000 : 10_000),
  });
}

/** Creates a cluster and its first enrolment token. */
export function createCluster(org: string, cluster: CreateCluster): Promise<Enrolment> {
  return callApi<Enrolment>(apiPath(org, "clusters"), { method: "POST", body: cluster });
}

/** A new token; the one before stops working. */
export function renewEnrolment(org: string, clusterId: string): Promise<Enrolment> {
  return callApi<Enrolment>(apiPath(org, "clusters", clusterId, "enrolment"), { method: "POST" });
}

export async function removeCluster(org: string, clusterId: string): Promise<void> {
  await sendToApi(apiPath(org, "clusters", clusterId), { method: "DELETE" });
}
