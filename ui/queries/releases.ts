import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";

import type { ReleaseDetail, ReleaseList } from "#contracts/api/release.ts";

import { apiPath, callApi } from "./api.ts";

export interface ReleaseFilter {
  readonly status?: "running" | "failed" | "succeeded";
  readonly cluster?: string;
  readonly q?: string;
}

/** One release; kept current by the event stream. */
export function releaseQuery(org: string, number: number) {
  return queryOptions({
    queryKey: ["release", org, number],
    queryFn: ({ signal }) =>
      callApi<ReleaseDetail>(apiPath(org, "releases", String(number)), { signal }),
  });
}

/** The releases that match, newest first, page by page. */
export function releasesQuery(org: string, filter: ReleaseFilter) {
  return infiniteQueryOptions({
    queryKey: ["releases", org, filter],
    queryFn: ({ pageParam, signal }) => {
      const search = new URLSearchParams({
        ...filter,
        ...(pageParam ? { cursor: pageParam } : {}),
      });
      return callApi<ReleaseList>(`${apiPath(org, "releases")}?${search}`, { signal });
    },
    initialPageParam: "",
    getNextPageParam: (last) => last.nextCursor,
  });
}

/** Makes a release of a plan. The same key makes the same release, however often it is sent. */
export function createRelease(
  org: string,
  planId: string,
  idempotencyKey: string,
): Promise<{ readonly number: number }> {
  return callApi<{ readonly number: number }>(apiPath(org, "releases"), {
    method: "POST",
    body: { planId },
    headers: { "idempotency-key": idempotencyKey },
  });
}
