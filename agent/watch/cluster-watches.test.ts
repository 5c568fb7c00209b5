import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { Server } from "node:http";

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";

import { createKubeClient } from "#agent/kube/kube-client.ts";
import type { KubeClient } from "#agent/kube/kube-client.ts";
import { ChangeFeed } from "#agent/state/change-feed.ts";
import { ClusterView } from "#agent/state/cluster-view.ts";
import { listen } from "#sandbox/http/listen.ts";
import { createSimulatedCluster } from "#sandbox/kubernetes/simulated-cluster.ts";
import type { SimulatedCluster } from "#sandbox/kubernetes/simulated-cluster.ts";

import { ClusterWatches } from "./cluster-watches.ts";
import { defaultWatchTuning } from "./watch-tuning.ts";
import { watchedKinds } from "./watched-kinds.ts";

const canary = "s3cr3t-canary";
const verbs = ["list", "watch"];
const rules = [
  { apiGroups: ["apps"], resources: ["deployments", "replicasets"], verbs },
  { apiGroups: [""], resources: ["pods"], verbs },
  { apiGroups: ["helm.toolkit.fluxcd.io"], resources: ["helmreleases"], verbs },
  { apiGroups: ["batch"], resources: ["jobs"], verbs, namespaces: ["shop"] },
];

const Definitions = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string() }),
      spec: z.object({ names: z.object({ kind: z.string() }) }),
    }),
  ),
});

let cluster: SimulatedCluster;
let server: Server;
let stop: AbortController;
let running: Promise<void>;
let admin: KubeClient;
let agent: KubeClient;
let view: ClusterView;
let feed: ChangeFeed;
let watches: ClusterWatches;

beforeEach(async () => {
  const tokens = { admin: { user: "admin" }, agent: { user: "agent", rules } };
  cluster = createSimulatedCluster({
    name: "dev",
    now: () => new Date(),
    newUid: randomUUID,
    tokens,
  });
  server = createServer((request, response) =>
    cluster.handle(request, response, request.url ?? ""),
  );
  const url = new URL(`http://127.0.0.1:${await listen(server, 0)}`);
  function clientOf(token: string): KubeClient {
    const authorization = `Bearer ${token}`;
    return createKubeClient({ server: url, credentials: () => Promise.resolve({ authorization }) });
  }
  admin = clientOf("admin");
  agent = clientOf("agent");
  stop = new AbortController();
  await addDeployment("web");
});

async function watch(namespaces: readonly string[]): Promise<void> {
  view = new ClusterView({ changed: (uid) => feed.mark(uid), appliedRevision: () => null });
  feed = new ChangeFeed(view);
  const tuning = { ...defaultWatchTuning, backoffMs: 5, discoveryMs: 20 };
  watches = new ClusterWatches({ client: agent, view, namespaces, tuning, log: () => {} });
  running = watches.run(stop.signal);
  await watches.settled();
}

afterEach(async () => {
  stop.abort();
  await running;
  cluster.close();
  server.closeAllConnections();
  server.close();
});

async function addDeployment(name: string, namespace = "default"): Promise<void> {
  const container = {
    name: "web",
    image: "registry.acme.test/web:1",
    args: [canary],
    env: [{ name: "PASSWORD", value: canary }],
  };
  const labels = { app: name };
  const content = JSON.stringify({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, annotations: { note: canary } },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [container] } },
    },
  });
  await admin.send({
    method: "PATCH",
    path: `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`,
    query: { fieldManager: "test" },
    body: { type: "application/apply-patch+yaml", content },
    signal: stop.signal,
  });
}

async function addNamespace(name: string): Promise<void> {
  const content = JSON.stringify({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
  await admin.send({
    method: "PATCH",
    path: `/api/v1/namespaces/${name}`,
    query: { fieldManager: "test" },
    body: { type: "application/apply-patch+yaml", content },
    signal: stop.signal,
  });
}

function names(): readonly string[] {
  return [...feed.snapshot()].map(({ name }) => name);
}

function eventually(check: () => void): Promise<void> {
  return vi.waitFor(check, { timeout: 5_000, interval: 10 });
}

async function removeDefinition(kind: string): Promise<void> {
  const path = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
  const { items } = Definitions.parse(await admin.send({ path, signal: stop.signal }));
  for (const { metadata, spec } of items) {
    if (spec.names.kind !== kind) continue;
    await admin.send({
      method: "DELETE",
      path: `${path}/${metadata.name}`,
      signal: stop.signal,
    });
  }
}

describe("the watches of a cluster", () => {
  it("name the rights that are missing and go on without them", async () => {
    await watch([]);
    expect(names()).toEqual(["web"]);
    const builtIn = watches.missingRights.filter((right) => !right.includes("fluxcd.io"));
    expect(builtIn).toEqual([
      "list and watch statefulsets.apps",
      "list and watch daemonsets.apps",
      "list and watch cronjobs.batch",
      "list and watch jobs.batch",
      "list and watch controllerrevisions.apps",
      "list and watch events",
    ]);
  });

  it("keep nothing that could be a secret", async () => {
    await watch([]);
    expect(JSON.stringify([...feed.snapshot()])).not.toContain(canary);
  });

  it.each([
    ["are cut", () => cluster.dropWatches()],
    ["are cut and the history is forgotten", () => [cluster.compact(), cluster.dropWatches()]],
  ])("miss nothing when they %s", async (_what, cut) => {
    await watch([]);
    cut();
    await addDeployment("api");
    await eventually(() => expect(names()).toEqual(["web", "api"]));
  });

  it("look at the named namespaces only, and go on in each for itself", async () => {
    await addNamespace("shop");
    await addNamespace("other");
    await addDeployment("cart", "shop");
    await addDeployment("hidden", "other");
    await watch(["default", "shop"]);
    expect(names()).toEqual(["web", "cart"]);
    expect(watches.missingRights).toContain("list and watch jobs.batch in default");
    expect(watches.missingRights).toContain("list and watch cronjobs.batch in default and shop");
    cluster.compact();
    cluster.dropWatches();
    await addDeployment("late", "shop");
    await eventually(() => expect(names()).toEqual(["web", "cart", "late"]));
  });

  it("open at most ten watches of what every cluster has", async () => {
    for (const { kind } of watchedKinds.filter(({ version }) => version === null)) {
      await removeDefinition(kind);
    }
    agent = admin;
    await watch([]);
    await eventually(() => expect(cluster.counters().openWatches).toBeGreaterThan(8));
    expect(cluster.counters().openWatches).toBeLessThanOrEqual(10);
  });

  it("let a custom kind go that vanishes, and take it up when it appears", async () => {
    await watch([]);
    const health = () =>
      watches.health.find(({ resource }) => resource === "helmreleases.helm.toolkit.fluxcd.io");
    const path = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    const crd = `${path}/helmreleases.helm.toolkit.fluxcd.io`;
    const definition = await admin.send({ path: crd, signal: stop.signal });
    expect(health()).toMatchObject({ synced: true, missing: null });
    await admin.send({ method: "DELETE", path: crd, signal: stop.signal });
    cluster.dropWatches();
    await eventually(() => expect(health()).toMatchObject({ missing: "kind" }));
    await admin.send({
      method: "PATCH",
      path: crd,
      query: { fieldManager: "test" },
      body: { type: "application/apply-patch+yaml", content: freshDefinition(definition) },
      signal: stop.signal,
    });
    await eventually(() => expect(health()).toMatchObject({ missing: null }));
  });
});

function freshDefinition(definition: unknown): string {
  const parsed = z
    .object({ apiVersion: z.string(), kind: z.string(), spec: z.unknown() })
    .parse(definition);
  const metadata = { name: "helmreleases.helm.toolkit.fluxcd.io" };
  return JSON.stringify({ ...parsed, metadata });
}
