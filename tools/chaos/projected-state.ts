import { isDeepStrictEqual } from "node:util";

import { z } from "zod";

import type { KubeClient } from "#agent/kube/kube-client.ts";
import { podRecord } from "#agent/project/pod-record.ts";
import { revisionRecord } from "#agent/project/revision-record.ts";
import { warningRecord } from "#agent/project/warning-record.ts";
import { ClusterView } from "#agent/state/cluster-view.ts";
import { fitFrame } from "#agent/state/fit-frame.ts";
import { apiPath, collectionPath } from "#agent/watch/watched-collection.ts";
import { watchedKinds } from "#agent/watch/watched-kinds.ts";

const List = z.object({ items: z.array(z.unknown()) });

/** What the API server has now as the agent has to report it, by uid: listed, without any watch. */
export async function projectedState(client: KubeClient): Promise<ReadonlyMap<string, unknown>> {
  const view = new ClusterView({ changed: () => undefined, appliedRevision: () => null });
  const { signal } = new AbortController();
  async function list(
    kind: { readonly group: string; readonly version: string; readonly plural: string },
    query: Readonly<Record<string, string>> = {},
  ): Promise<readonly unknown[]> {
    const path = collectionPath(apiPath(kind.group, kind.version), { ...kind, namespace: null });
    return List.parse(await client.send({ path, query, signal })).items;
  }
  for (const { group, version, plural, load } of watchedKinds) {
    // None of the custom kinds is written here.
    if (version === null) continue;
    const cache = view.workloadCache();
    const project = await load();
    for (const item of await list({ group, version, plural })) cache.put(project(item));
  }
  const core = { group: "", version: "v1" };
  const revisions = { group: "apps", version: "v1", plural: "controllerrevisions" };
  const warnings = { fieldSelector: "type=Warning" };
  for (const item of await list(revisions)) view.revisions.put(revisionRecord(item));
  for (const item of await list({ ...core, plural: "pods" })) view.pods.put(podRecord(item));
  for (const item of await list({ ...core, plural: "events" }, warnings)) {
    view.warnings.put(warningRecord(item));
  }
  const observed = view.uids().flatMap((uid) => view.observe(uid) ?? []);
  return new Map(observed.map((each) => [each.uid, JSON.parse(JSON.stringify(fitFrame(each)))]));
}

/** A line for each object in which the rows are not what they should be. */
export function differences(
  expected: ReadonlyMap<string, unknown>,
  actual: ReadonlyMap<string, unknown>,
): readonly string[] {
  const missing = [...expected].flatMap(([uid, state]) => {
    if (!actual.has(uid)) return [`${uid} is missing: ${JSON.stringify(state)}`];
    const row = actual.get(uid);
    if (isDeepStrictEqual(row, state)) return [];
    return [`${uid} is ${JSON.stringify(row)} and should be ${JSON.stringify(state)}`];
  });
  const surplus = [...actual.keys()].filter((uid) => !expected.has(uid));
  return [...missing, ...surplus.map((uid) => `${uid} is there and should not be`)];
}
