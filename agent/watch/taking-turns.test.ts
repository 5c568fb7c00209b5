import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { Server } from "node:http";

import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { createKubeClient } from "#agent/kube/kube-client.ts";
import type { KubeClient } from "#agent/kube/kube-client.ts";
import { ClusterView } from "#agent/state/cluster-view.ts";
import { listen } from "#sandbox/http/listen.ts";
import { createSimulatedCluster } from "#sandbox/kubernetes/simulated-cluster.ts";
import type { SimulatedCluster } from "#sandbox/kubernetes/simulated-cluster.ts";

import { ClusterWatches } from "./cluster-watches.ts";
import { defaultWatchTuning } from "./watch-tuning.ts";

const collections = { cronjobs: "/apis/batch/v1", helmreleases: "/apis/helm.toolkit.fluxcd.io/v2" };

let cluster: SimulatedCluster;
let server: Server;
let client: KubeClient;
let stop: AbortController;
let running: Promise<void>;
let view: ClusterView;
/** Paths of the watches that are open now, and of all that ever began with what there is. */
let open: string[];
let initial: string[];

beforeEach(async () => {
  open = [];
  initial = [];
  const tokens = { admin: { user: "admin" } };
  const now = () => new Date();
  cluster = createSimulatedCluster({ name: "dev", now, newUid: randomUUID, tokens });
  server = createServer((request, response) => {
    const url = request.url ?? "";
    if (url.includes("watch=true")) {
      open.push(url);
      if (url.includes("sendInitialEvents")) initial.push(url);
      response.on("close", () => open.splice(open.indexOf(url), 1));
    }
    cluster.handle(request, response, url);
  });
  const url = new URL(`http://127.0.0.1:${await listen(server, 0)}`);
  const authorization = "Bearer admin";
  client = createKubeClient({ server: url, credentials: () => Promise.resolve({ authorization }) });
  stop = new AbortController();
  view = new ClusterView({ changed: () => {}, appliedRevision: () => null });
  const tuning = { ...defaultWatchTuning, turnSeconds: { crowded: 1, alone: 1 }, shortWatchMs: 0 };
  const watches = new ClusterWatches({ client, view, namespaces: [], tuning, log: () => {} });
  running = watches.run(stop.signal);
  await watches.settled();
});

afterEach(async () => {
  stop.abort();
  await running;
  cluster.close();
  client.close();
  server.closeAllConnections();
  server.close();
});

async function apply(plural: keyof typeof collections, object: object): Promise<void> {
  await client.send({
    method: "PATCH",
    path: `${collections[plural]}/namespaces/default/${plural}/some`,
    query: { fieldManager: "test", force: "true" },
    body: { type: "application/apply-patch+yaml", content: JSON.stringify(object) },
    signal: stop.signal,
  });
}

function cronJob(image: string): object {
  const template = { spec: { restartPolicy: "Never", containers: [{ name: "main", image }] } };
  return {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: { name: "some" },
    spec: { schedule: "0 0 * * *", jobTemplate: { spec: { template } } },
  };
}

function release(tag: string): object {
  const image = { repository: "registry.acme.test/some", tag };
  return {
    apiVersion: "helm.toolkit.fluxcd.io/v2",
    kind: "HelmRelease",
    metadata: { name: "some" },
    spec: { interval: "1m", chart: { spec: { chart: "some" } }, values: { image } },
  };
}

function imageOf(kind: string): string | undefined {
  const all = view.uids().flatMap((uid) => view.observe(uid) ?? []);
  return all.find((workload) => workload.kind === kind)?.containers[0]?.image;
}

it("hears of every change, lists nothing again and keeps ten watches at most", async () => {
  await vi.waitFor(() => expect(open.length).toBeLessThanOrEqual(10), { timeout: 10_000 });
  const listed = initial.length;
  const seen: number[] = [];
  const counting = setInterval(() => seen.push(open.length), 10);
  for (const tag of ["1", "2", "3"]) {
    await apply("cronjobs", cronJob(`registry.acme.test/some:${tag}`));
    await apply("helmreleases", release(tag));
    await vi.waitFor(
      () => {
        expect(imageOf("cronjob")).toBe(`registry.acme.test/some:${tag}`);
        expect(imageOf("helmrelease")).toBe(`registry.acme.test/some:${tag}`);
      },
      { timeout: 10_000, interval: 20 },
    );
  }
  clearInterval(counting);
  // A server may hear of the next watch before it hears that the last one is closed.
  const above = seen.filter((count) => count > 10);
  expect(above.length).toBeLessThan(seen.length / 10);
  expect(Math.max(...seen)).toBeLessThanOrEqual(12);
  expect(initial).toHaveLength(listed);
}, 40_000);
