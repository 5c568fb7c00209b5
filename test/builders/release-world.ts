import { randomUUID } from "node:crypto";

import type { ReleaseItemRow } from "#ports/store/release-rows.ts";
import type { Store } from "#ports/store/store.ts";
import type { NewPlan, NewRelease } from "#ports/store/writer.ts";

import { ana, intent, later, testTime } from "./test-store.ts";

/** A cluster whose manifests lie in a config repository. */
export interface ClusterInConfig {
  readonly clusterId: string;
  readonly repositoryId: string;
}

/** Adds a cluster to the organization, with its config repository at `https://git.test/<name>`. */
export async function addCluster(
  store: Store,
  organizationId: string,
  { name = "prod", branch = "main" } = {},
): Promise<ClusterInConfig> {
  const clusterId = randomUUID();
  const repositoryId = randomUUID();
  const environment = name;
  await store.write(organizationId, intent("cluster.enrol"), async (tx) => {
    await tx.createCluster({ id: clusterId, name, environment, position: 10, createdAt: testTime });
    const url = `https://git.test/${name}`;
    await tx.putConfigRepository({ id: repositoryId, url, credentials: { kind: "none" } });
    await tx.putClusterSource({ clusterId, repositoryId, branch, path: "apps" });
  });
  return { clusterId, repositoryId };
}

/** A plan that asks for the newest images in the cluster. */
export function newPlan(clusterId: string, changes: Partial<NewPlan> = {}): NewPlan {
  return {
    id: randomUUID(),
    requestedBy: ana,
    clusterId,
    source: { kind: "image-repo" },
    selection: [{ workload: "shop:deployment/checkout" }],
    scope: null,
    subject: null,
    createdAt: testTime,
    expiresAt: later(3_600_000),
    ...changes,
  };
}

/** A release of a plan with one item to be written; everything can be changed. */
export function newRelease(
  { clusterId, repositoryId }: ClusterInConfig,
  planId: string,
  changes: Partial<NewRelease> = {},
): NewRelease {
  const id = randomUUID();
  return {
    id,
    planId,
    clusterId,
    source: { kind: "image-repo" },
    sourceName: "newest images",
    repositoryId,
    branch: "main",
    title: "Promote checkout to prod",
    message: "Promote checkout to prod",
    diff: "-old\n+new\n",
    edits: [],
    requestedBy: ana,
    rollbackOf: null,
    baseCommit: "a".repeat(40),
    createdAt: testTime,
    idempotencyKey: id,
    items: [newItem()],
    ...changes,
  };
}

/** An item that the release writes. */
export function newItem(
  changes: Partial<Omit<ReleaseItemRow, "progress">> = {},
): Omit<ReleaseItemRow, "progress"> {
  return {
    id: randomUUID(),
    workload: "shop:deployment/checkout",
    container: "checkout",
    init: false,
    status: "pending",
    reason: null,
    from: "checkout:1.0.0",
    to: "checkout:1.1.0",
    digests: [],
    file: "apps/checkout.yaml",
    line: 12,
    flags: [],
    compareUrl: null,
    finishedAt: null,
    ...changes,
  };
}

/** Plans, calculates and releases in one go; returns what the lane will work on. */
export async function addRelease(
  store: Store,
  organizationId: string,
  input: { readonly place: ClusterInConfig; readonly changes?: Partial<NewRelease> },
): Promise<{ readonly id: string; readonly number: number; readonly laneId: string }> {
  const { place, changes } = input;
  const plan = newPlan(place.clusterId);
  await store.write(organizationId, intent("plan.create"), (tx) => tx.createPlan(plan));
  await store.record(organizationId, (tx) => tx.recordPlan(plan.id, emptyCalculation));
  const release = newRelease(place, plan.id, changes);
  const created = await store.write(organizationId, intent("release.create"), (tx) =>
    tx.createRelease(release),
  );
  if (!created) throw new Error("The plan was released already");
  return { id: release.id, ...created };
}

/** A calculation that found nothing to change. */
export const emptyCalculation = {
  baseCommit: "a".repeat(40),
  items: [],
  edits: [],
  diff: "",
  files: [],
  title: "Promote checkout to prod",
  message: "Promote checkout to prod",
  problems: [],
  hash: "b".repeat(64),
} as const;
