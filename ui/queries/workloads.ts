import { queryOptions } from "@tanstack/react-query";

import type { WorkloadDetail } from "#contracts/api/workload.ts";
import { parseWorkloadKey } from "#domain/glossary.ts";

import { apiPath, callApi } from "./api.ts";

/** One workload in every cluster. */
export function workloadQuery(org: string, key: string) {
  const { namespace, kind, name } = parseWorkloadKey(key) ?? { namespace: "", kind: "", name: "" };
  return queryOptions({
    queryKey: ["workload", org, key],
    queryFn: ({ signal }) =>
      callApi<WorkloadDetail>(apiPath(org, "workloads", namespace, kind, name), { signal }),
  });
}
