import { z } from "zod";

import type { KubeObject } from "#domain/kustomize/render.ts";

export interface ClusterAccess {
  readonly server: string;
  readonly token: string;
}

/** A kind as the API's discovery tells it; `name` is the plural that stands in paths. */
export interface ServedKind {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

const resourceListSchema = z.object({
  resources: z.array(z.object({ name: z.string(), kind: z.string(), namespaced: z.boolean() })),
});

/** Asks the cluster which of the objects' kinds it serves; the answer finds a kind, or undefined. */
export async function discoverKinds(
  cluster: ClusterAccess,
  objects: readonly KubeObject[],
): Promise<(object: KubeObject) => ServedKind | undefined> {
  const versions = [...new Set(objects.map(({ apiVersion }) => apiVersion))];
  const served = new Map(
    await Promise.all(
      versions.map(async (version) => [version, await kindsOf(cluster, version)] as const),
    ),
  );
  return ({ apiVersion, kind }) =>
    served.get(apiVersion)?.find((candidate) => candidate.kind === kind);
}

/** The path under which an API version is served. */
export function apiPath(apiVersion: string): string {
  return apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

async function kindsOf(
  { server, token }: ClusterAccess,
  apiVersion: string,
): Promise<readonly ServedKind[]> {
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(server + apiPath(apiVersion), { headers });
  if (!answer.ok) return [];
  const { resources } = resourceListSchema.parse(await answer.json());
  return resources.filter(({ name }) => !name.includes("/"));
}
