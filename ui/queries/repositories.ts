import { queryOptions } from "@tanstack/react-query";

import type {
  ChangeClusterSource,
  ChangeRepository,
  ConnectRepository,
  RepositorySummary,
} from "#contracts/api/repository.ts";

import { apiPath, callApi, sendToApi } from "./api.ts";

const waitingMs = 1000;

interface RepositoryItems {
  readonly items: readonly RepositorySummary[];
}

/** Every config repository, by address. */
export function repositoriesQuery(org: string) {
  return queryOptions({
    queryKey: ["repositories", org],
    queryFn: ({ signal }) => callApi<RepositoryItems>(apiPath(org, "repositories"), { signal }),
  });
}

/** One config repository; asked again while its connection is being tried. */
export function repositoryQuery(org: string, id: string) {
  return queryOptions({
    queryKey: ["repositories", org, id],
    queryFn: ({ signal }) =>
      callApi<RepositorySummary>(apiPath(org, "repositories", id), { signal }),
    refetchInterval: (query) => (query.state.data?.check.state === "waiting" ? waitingMs : false),
  });
}

export function connectRepository(
  org: string,
  repository: ConnectRepository,
): Promise<RepositorySummary> {
  return callApi(apiPath(org, "repositories"), { method: "POST", body: repository });
}

export function changeRepository(
  org: string,
  id: string,
  change: ChangeRepository,
): Promise<RepositorySummary> {
  return callApi(apiPath(org, "repositories", id), { method: "PUT", body: change });
}

export function checkRepository(org: string, id: string): Promise<RepositorySummary> {
  return callApi(apiPath(org, "repositories", id, "check"), { method: "POST" });
}

export async function changeClusterSource(
  org: string,
  clusterId: string,
  source: ChangeClusterSource,
): Promise<void> {
  await sendToApi(apiPath(org, "clusters", clusterId, "source"), { method: "PUT", body: source });
}
