import { queryOptions } from "@tanstack/react-query";

import type { Mapping, SaveMapping, Settings, WorkloadKind } from "#contracts/api/settings.ts";

import { apiPath, callApi, sendToApi } from "./api.ts";

/** What the organization decided for itself. */
export function settingsQuery(org: string) {
  return queryOptions({
    queryKey: ["settings", org],
    queryFn: ({ signal }) => callApi<Settings>(apiPath(org, "settings"), { signal }),
  });
}

/** The mapping of two clusters, named. */
export function mappingQuery(org: string, pair: { readonly from: string; readonly to: string }) {
  return queryOptions({
    queryKey: ["mapping", org, pair.from, pair.to],
    queryFn: ({ signal }) => callApi<Mapping>(mappingPath(org, pair), { signal }),
  });
}

/** Every change names the version of the settings that it was made from, and answers with the new ones. */
export function renameOrganization(
  org: string,
  body: { readonly version: number; readonly name: string },
): Promise<Settings> {
  return callApi<Settings>(apiPath(org, "settings", "name"), { method: "PUT", body });
}

export function switchSigning(
  org: string,
  body: { readonly version: number; readonly on: boolean },
): Promise<Settings> {
  return callApi<Settings>(apiPath(org, "settings", "signing"), { method: "PUT", body });
}

export function rotateSigningKey(
  org: string,
  body: { readonly version: number },
): Promise<Settings> {
  return callApi<Settings>(apiPath(org, "settings", "signing-keys"), { method: "POST", body });
}

export function addWorkloadKind(org: string, body: WorkloadKind): Promise<Settings> {
  return callApi<Settings>(apiPath(org, "settings", "workload-kinds"), { method: "POST", body });
}

export function removeWorkloadKind(
  org: string,
  { group, kind }: Pick<WorkloadKind, "group" | "kind">,
): Promise<Settings> {
  const path = apiPath(org, "settings", "workload-kinds", group, kind);
  return callApi<Settings>(path, { method: "DELETE" });
}

export function saveMapping(
  org: string,
  pair: { readonly from: string; readonly to: string },
  body: SaveMapping,
): Promise<Mapping> {
  return callApi<Mapping>(mappingPath(org, pair), { method: "PUT", body });
}

export async function removeMapping(
  org: string,
  { version, ...pair }: { readonly from: string; readonly to: string; readonly version: number },
): Promise<void> {
  await sendToApi(`${mappingPath(org, pair)}?version=${version}`, { method: "DELETE" });
}

function mappingPath(org: string, pair: { readonly from: string; readonly to: string }): string {
  return apiPath(org, "settings", "mappings", pair.from, pair.to);
}
