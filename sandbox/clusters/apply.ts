import { setTimeout as wait } from "node:timers/promises";

import { z } from "zod";

import type { KubeObject } from "#domain/kustomize/render.ts";

import { discoverKinds, apiPath, type ClusterAccess, type ServedKind } from "./discovery.ts";
import { missingDefinitions } from "./missing-definitions.ts";

/** The manager whose fields these are: the agent's sync takes over what the start applied. */
const fieldManager = "stagecoach-agent";

const servedMs = 10_000;
const lookAgainMs = 100;

/**
 * Applies the objects on the server's side, in their order; namespaces and custom kinds that nothing defines are made
 * first. Returns a sentence for every object that the cluster does not take.
 */
export async function applyManifests(
  cluster: ClusterAccess,
  manifests: readonly KubeObject[],
): Promise<readonly string[]> {
  const early = await discoverKinds(cluster, manifests);
  const defined = manifests.filter(({ kind }) => kind === "CustomResourceDefinition");
  const missing = missingDefinitions(manifests, (object) => early(object) !== undefined);
  const definitions = [...defined, ...missing];
  const problems = await applyAll(cluster, definitions);
  const kinds = new Set(definitions.map(definedKind));
  await untilServed(
    cluster,
    manifests.filter(({ kind }) => kinds.has(kind)),
  );
  const rest = manifests.filter(({ kind }) => kind !== "CustomResourceDefinition");
  return [...problems, ...(await applyAll(cluster, [...missingNamespaces(rest), ...rest]))];
}

function definedKind({ spec }: KubeObject): string {
  return z.object({ names: z.object({ kind: z.string() }) }).parse(spec).names.kind;
}

/** A definition is served a moment after it was taken; what is never served is told by its own refusal. */
async function untilServed(cluster: ClusterAccess, objects: readonly KubeObject[]): Promise<void> {
  const deadline = AbortSignal.timeout(servedMs);
  while (!deadline.aborted) {
    const kindOf = await discoverKinds(cluster, objects);
    if (objects.every((object) => kindOf(object) !== undefined)) return;
    await wait(lookAgainMs);
  }
}

async function applyAll(
  cluster: ClusterAccess,
  objects: readonly KubeObject[],
): Promise<readonly string[]> {
  const kindOf = await discoverKinds(cluster, objects);
  const problems: string[] = [];
  for (const object of objects) {
    const served = kindOf(object);
    const problem = served
      ? await applyOne(cluster, served, object)
      : `the cluster has no ${object.apiVersion} ${object.kind}`;
    if (problem !== undefined) problems.push(`${object.kind} ${object.metadata.name}: ${problem}`);
  }
  return problems;
}

async function applyOne(
  { server, token }: ClusterAccess,
  { name: plural, namespaced }: ServedKind,
  object: KubeObject,
): Promise<string | undefined> {
  const { name, namespace = "default" } = object.metadata;
  const place = namespaced ? `namespaces/${namespace}/` : "";
  const path = `${apiPath(object.apiVersion)}/${place}${plural}/${encodeURIComponent(name)}`;
  const answer = await fetch(`${server}${path}?fieldManager=${fieldManager}&force=true`, {
    method: "PATCH",
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": "application/apply-patch+yaml",
    },
    body: JSON.stringify(object),
  });
  const text = await answer.text();
  return answer.ok ? undefined : `${answer.status} ${text.slice(0, 300)}`;
}

function missingNamespaces(objects: readonly KubeObject[]): readonly KubeObject[] {
  const used = new Set(objects.map(({ metadata }) => metadata.namespace ?? "default"));
  for (const { kind, metadata } of objects) if (kind === "Namespace") used.delete(metadata.name);
  return [...used].map((name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } }));
}
