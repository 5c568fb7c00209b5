import { queryOptions } from "@tanstack/react-query";

import type { PlanRequest, PlanResponse } from "#contracts/api/plan.ts";

import { apiPath, callApi } from "./api.ts";

/** The plan of a request. A new `attempt` asks for a new plan of the same request. */
export function plannedQuery(org: string, request: PlanRequest | null, attempt: number) {
  return queryOptions({
    queryKey: ["planned", org, request, attempt],
    queryFn: ({ signal }) =>
      callApi<PlanResponse>(apiPath(org, "plans"), { method: "POST", body: request, signal }),
    enabled: request !== null,
    staleTime: Infinity,
    gcTime: 60_000,
    retry: false,
  });
}

/** A plan by its id; asked again while it is being calculated. */
export function planQuery(org: string, id: string | null) {
  return queryOptions({
    queryKey: ["plan", org, id],
    queryFn: ({ signal }) => callApi<PlanResponse>(apiPath(org, "plans", id ?? ""), { signal }),
    enabled: id !== null,
    refetchInterval: (query) => (query.state.data?.status === "calculating" ? 1000 : false),
  });
}
