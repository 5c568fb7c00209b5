import { z } from "zod";

import type { KubeObject } from "#domain/kustomize/render.ts";

export interface ClusterAccess {
  readonly server: string;
  readonly token: string;
}

/** The manager whose fields these are: the agent's sync takes over what the start applied. */
const fieldManager = "stagecoach-agent";

const resourceListSchema = z.object({
  resources: z.array(z.object({ name: z.string(), kind: z.string(), namespaced: z.boolean() })),
});

type ResourceKind = z.infer<typeof resourceListSchema>["resources"][number];

/**
 * Applies the objects on the server's side, in their order; namespaces that nothing defines are made first.
 * Returns a sentence for every object that the cluster does not take.
 */
export async function applyManifests(
  cluster: ClusterAccess,
  manifests: readonly KubeObject[],
): Promise<readonly string[]> {
  const problems: string[] = [];
  const kinds = new Map<string, Promise<readonly ResourceKind[]>>();
  for (const manifest of [...missingNamespaces(manifests), ...manifests]) {
    const { apiVersion, kind } = manifest;
    const served = kinds.get(apiVersion) ?? discover(cluster, apiVersion);
    kinds.set(apiVersion, served);
    const resource = (await served).find((candidate) => candidate.kind === kind);
    if (resource) problems.push(...(await applyOne(cluster, resource, manifest)));
    else
      problems.push(`${kind} ${manifest.metadata.name}: the cluster has no ${apiVersion} ${kind}.`);
    if (kind === "CustomResourceDefinition") kinds.clear();
  }
  return problems;
}

async function applyOne(
  { server, token }: ClusterAccess,
  { name: plural, namespaced }: ResourceKind,
  manifest: KubeObject,
): Promise<readonly string[]> {
  const { name, namespace = "default" } = manifest.metadata;
  const place = namespaced ? `namespaces/${namespace}/` : "";
  const path = `${apiPath(manifest.apiVersion)}/${place}${plural}/${encodeURIComponent(name)}`;
  const answer = await fetch(`${server}${path}?fieldManager=${fieldManager}&force=true`, {
    method: "PATCH",
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": "application/apply-patch+yaml",
    },
    body: JSON.stringify(manifest),
  });
  const text = await answer.text();
  return answer.ok ? [] : [`${manifest.kind} ${name}: ${answer.status} ${text.slice(0, 300)}`];
}

async function discover(
  { server, token }: ClusterAccess,
  apiVersion: string,
): Promise<readonly ResourceKind[]> {
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(server + apiPath(apiVersion), { headers });
  if (!answer.ok) return [];
  const { resources } = resourceListSchema.parse(await answer.json());
  return resources.filter(({ name }) => !name.includes("/"));
}

function apiPath(apiVersion: string): string {
  return apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

function missingNamespaces(manifests: readonly KubeObject[]): readonly KubeObject[] {
  const used = new Set(manifests.map(({ metadata }) => metadata.namespace ?? "default"));
  for (const { kind, metadata } of manifests) if (kind === "Namespace") used.delete(metadata.name);
  return [...used].map((name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } }));
}
