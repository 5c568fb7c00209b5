import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { Server } from "node:http";

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { createKubeClient } from "#agent/kube/kube-client.ts";
import type { KubeClient } from "#agent/kube/kube-client.ts";
import { ChangeFeed } from "#agent/state/change-feed.ts";
import { ClusterView } from "#agent/state/cluster-view.ts";
import { listen } from "#sandbox/http/listen.ts";
import { createSimulatedCluster } from "#sandbox/kubernetes/simulated-cluster.ts";
import type { SimulatedCluster } from "#sandbox/kubernetes/simulated-cluster.ts";

import { ClusterWatches } from "./cluster-watches.ts";
import { defaultWatchTuning } from "./watch-tuning.ts";

const canary = "s3cr3t-canary";
const rules = [
  { apiGroups: ["apps"], resources: ["deployments", "replicasets"], verbs: ["list", "watch"] },
  { apiGroups: [""], resources: ["pods"], verbs: ["list", "watch"] },
];

let cluster: SimulatedCluster;
let server: Server;
let stop: AbortController;
let running: Promise<void>;
let admin: KubeClient;
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
  stop = new AbortController();
  view = new ClusterView({ changed: (uid) => feed.mark(uid), appliedRevision: () => null });
  feed = new ChangeFeed(view);
  const tuning = { ...defaultWatchTuning, backoffMs: 5 };
  watches = new ClusterWatches({ client: clientOf("agent"), view, tuning, log: () => {} });
  await addDeployment("web");
  running = watches.run(stop.signal);
  await watches.settled();
});

afterEach(async () => {
  stop.abort();
  await running;
  cluster.close();
  server.closeAllConnections();
  server.close();
});

async function addDeployment(name: string): Promise<void> {
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
    path: `/apis/apps/v1/namespaces/default/deployments/${name}`,
    query: { fieldManager: "test" },
    body: { type: "application/apply-patch+yaml", content },
    signal: stop.signal,
  });
}

function names(): readonly string[] {
  return feed.snapshot().map(({ name }) => name);
}

describe("the watches of a cluster", () => {
  it("name the rights that are missing and go on without them", () => {
    expect(names()).toEqual(["web"]);
    expect(watches.missingRights).toEqual([
      "list and watch statefulsets.apps",
      "list and watch daemonsets.apps",
      "list and watch cronjobs.batch",
      "list and watch jobs.batch",
      "list and watch helmreleases.helm.toolkit.fluxcd.io",
      "list and watch controllerrevisions.apps",
      "list and watch events",
    ]);
  });

  it("keep nothing that could be a secret", () => {
    expect(JSON.stringify(feed.snapshot())).not.toContain(canary);
  });

  it.each([
    ["are cut", () => cluster.dropWatches()],
    ["are cut and the history is forgotten", () => [cluster.compact(), cluster.dropWatches()]],
  ])("miss nothing when they %s", async (_what, cut) => {
    cut();
    await addDeployment("api");
    await vi.waitFor(() => expect(names()).toEqual(["web", "api"]), { timeout: 5_000 });
  });

  it("tell what is gone only of kinds that they may read", async () => {
    const web = { kind: "Deployment", namespace: "default", name: "web" };
    expect(watches.isGone(web)).toBe(false);
    expect(watches.isGone({ ...web, name: "api" })).toBe(true);
    expect(watches.isGone({ ...web, kind: "StatefulSet", name: "api" })).toBe(false);
    expect(watches.isGone({ ...web, kind: "ConfigMap", name: "api" })).toBe(false);
  });
});
