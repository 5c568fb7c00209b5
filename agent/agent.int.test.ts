import { createHash, randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import type { ObservedWorkload } from "#domain/rollout/observed.ts";
import type { ClusterRow } from "#ports/store/cluster-rows.ts";
import { startGatewayProxy } from "#sandbox/clusters/gateway-proxy.ts";
import type { GatewayProxy } from "#sandbox/clusters/gateway-proxy.ts";
import { kubeconfig } from "#sandbox/clusters/kubeconfig.ts";
import { startControllers } from "#sandbox/controllers/controllers.ts";
import { listen } from "#sandbox/http/listen.ts";
import { createSimulatedCluster } from "#sandbox/kubernetes/simulated-cluster.ts";
import type { SimulatedCluster } from "#sandbox/kubernetes/simulated-cluster.ts";
import { hashToken } from "#services/cluster/enrolment-token.ts";
import { intent, openTestStore, query } from "#test/builders/test-store.ts";
import type { TestStore } from "#test/builders/test-store.ts";
import { startGateway } from "#workers/gateway/server.ts";
import type { Gateway } from "#workers/gateway/server.ts";
import { defaultTuning } from "#workers/gateway/tuning.ts";

import { runAgent } from "./runtime.ts";

const clock = { now: () => new Date() };
const ids = { uuid: randomUUID, secret: () => randomBytes(32).toString("base64url") };
const url = "https://gateway.acme.test";

let world: TestStore;
let organizationId: string;
let clusterId: string;
let folder: string;
let gateway: Gateway;
let proxy: GatewayProxy;
let cluster: SimulatedCluster;
let api: Server;
let server: string;
/** Why the gateway ended agents' connections. */
let ended: unknown[];
let agents: { readonly stop: () => Promise<void> }[];
let cleanUp: (() => void)[];

beforeAll(async () => {
  world = await openTestStore();
});
afterAll(() => world.close());

beforeEach(async () => {
  ({ id: organizationId } = await world.addOrganization(`org-${randomUUID()}`));
  clusterId = randomUUID();
  folder = await mkdtemp(path.join(tmpdir(), "agent-"));
  agents = [];
  ended = [];
  cleanUp = [];
  cluster = createSimulatedCluster({ name: "dev", now: () => new Date(), newUid: randomUUID });
  const controllers = startControllers(cluster);
  cleanUp.push(() => controllers.close());
  api = createServer((request, response) => {
    cluster.handle(request, response, (request.url ?? "").replace("/clusters/dev", ""));
  });
  server = `http://127.0.0.1:${await listen(api, 0)}/clusters/dev`;
  gateway = await openGateway();
  proxy = await startGatewayProxy(() => ({ host: "127.0.0.1", port: gateway.port }));
  const file = path.join(folder, "kubeconfig.yaml");
  await writeFile(file, kubeconfig({ name: "dev", server, token: "any" }));
  const row = { name: "dev", environment: "dev", position: 0, createdAt: clock.now() };
  await world.store.write(organizationId, intent(), (tx) =>
    tx.createCluster({ id: clusterId, ...row }),
  );
});

afterEach(async () => {
  for (const agent of agents) await agent.stop();
  await gateway.close();
  await proxy.close();
  for (const clean of cleanUp) clean();
  cluster.close();
  api.closeAllConnections();
  api.close();
  await rm(folder, { recursive: true });
});

function openGateway(): Promise<Gateway> {
  const tuning = { ...defaultTuning, pollMs: 1_000, retryMs: 50 };
  const ctx = { store: world.store, bus: world.bus, clock, ids, log: () => {}, url, tuning };
  return startGateway(ctx, { port: 0, host: "127.0.0.1" });
}

async function newToken(): Promise<string> {
  const token = ids.secret();
  const createdAt = clock.now();
  const expiresAt = new Date(createdAt.getTime() + 60_000);
  const row = { id: randomUUID(), clusterId, hash: hashToken(token), createdAt, expiresAt };
  await world.store.write(organizationId, intent(), (tx) => tx.addEnrolmentToken(row));
  return token;
}

function startAgent(token: string, stateDir = "state") {
  const stop = new AbortController();
  const ready = Promise.withResolvers<void>();
  const running = runAgent({
    config: {
      gateway: `http://127.0.0.1:${proxy.port}`,
      enrolmentToken: token,
      stateDir: path.join(folder, stateDir),
      sync: "apply",
      argoSync: "off",
      namespaces: [],
      caFile: undefined,
      lease: undefined,
      holder: undefined,
      namespace: "stagecoach",
      healthPort: undefined,
      logLevel: "info",
      kubeconfig: path.join(folder, "kubeconfig.yaml"),
    },
    env: { NODE_ENV: "test" },
    log: (_level, _message, { reason } = {}) => reason && ended.push(reason),
    ready: ready.resolve,
    signal: stop.signal,
    tuning: { backoffMs: 20, longestBackoffMs: 200, refusedMs: 200 },
  });
  running.catch(ready.reject);
  ready.promise.catch(() => undefined);
  const agent = {
    ready: ready.promise,
    running,
    async stop() {
      stop.abort();
      await running.catch(() => undefined);
    },
  };
  agents.push(agent);
  return agent;
}

async function apply(object: { kind: string; metadata: { name: string } } & object) {
  const plurals: Record<string, string> = { Deployment: "apis/apps/v1", Namespace: "api/v1" };
  const place = object.kind === "Namespace" ? "namespaces" : "namespaces/shop/deployments";
  const answer = await fetch(
    `${server}/${plurals[object.kind]}/${place}/${object.metadata.name}?fieldManager=kubectl&force=true`,
    {
      method: "PATCH",
      headers: { "content-type": "application/apply-patch+yaml" },
      body: JSON.stringify(object),
    },
  );
  expect(await answer.text()).toContain(object.metadata.name);
}

function deployment(name: string, tag: string) {
  const labels = { app: name };
  const containers = [{ name: "web", image: image(name, tag) }];
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace: "shop" },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers } },
    },
  };
}

function image(name: string, tag: string): string {
  return `registry.acme.test/shop/${name}:${tag}`;
}

async function remove(name: string): Promise<void> {
  const place = "/apis/apps/v1/namespaces/shop/deployments";
  const answer = await fetch(`${server}${place}/${name}`, { method: "DELETE" });
  await answer.text();
}

const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } };

async function observed(): Promise<readonly ObservedWorkload[]> {
  const rows = await world.store.read(organizationId, (tx) => tx.workloads({ clusterId }));
  return rows.map((row) => row.observed).toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

async function images(): Promise<Record<string, string | undefined>> {
  return Object.fromEntries(
    (await observed()).map((each) => [each.name, each.containers[0]?.image]),
  );
}

function clusterRow(): Promise<ClusterRow | null> {
  return world.store.read(organizationId, (tx) => tx.cluster(clusterId));
}

function eventually(check: () => Promise<void>): Promise<void> {
  return vi.waitFor(check, { timeout: 10_000, interval: 20 });
}

async function sendSync(revision: string, objects: readonly object[]): Promise<string> {
  const files = objects.map((object, index) => [
    `clusters/dev/${index}.yaml`,
    JSON.stringify(object),
  ]);
  const content = gzipSync(JSON.stringify(Object.fromEntries(files)));
  const digest = createHash("sha256").update(content).digest("hex");
  const id = randomUUID();
  const notAfter = new Date(Date.now() + 60_000);
  const payload = { revision, root: "clusters/dev", digest };
  await world.store.record(organizationId, async (tx) => {
    await tx.putBundle(digest, content);
    await tx.addCommand({ id, clusterId, type: "sync", payload, createdAt: clock.now(), notAfter });
  });
  return id;
}

async function commandState(id: string): Promise<unknown> {
  const url = new URL(world.superuserUrl);
  url.pathname = new URL(world.appUrl).pathname;
  const text = "SELECT state FROM agent_command WHERE id = $1";
  const [row] = await query(url.href, text, [id]);
  return row?.["state"];
}

describe("an agent and the gateway", () => {
  beforeEach(async () => {
    await apply(namespace);
    await apply(deployment("checkout", "1.0.0"));
  });

  it("report what runs, and every change of it", async () => {
    await startAgent(await newToken()).ready;
    expect(await images()).toEqual({ checkout: image("checkout", "1.0.0") });
    expect(await clusterRow()).toMatchObject({
      connected: true,
      enrolled: true,
      missingRights: [],
      kubernetesVersion: "v1.35.0+sandbox",
    });
    await apply(deployment("checkout", "1.1.0"));
    await apply(deployment("cart", "2.0.0"));
    await eventually(async () =>
      expect(await images()).toEqual({
        checkout: image("checkout", "1.1.0"),
        cart: image("cart", "2.0.0"),
      }),
    );
    await remove("cart");
    await eventually(async () => expect(Object.keys(await images())).toEqual(["checkout"]));
  });

  it("tell the matrix, the rollouts and the image scans", async () => {
    await startAgent(await newToken()).ready;
    const { events } = await world.store.read(organizationId, (tx) => tx.streamEvents(0, 100));
    expect(events.map(({ event }) => event.kind)).toEqual(
      expect.arrayContaining(["cluster", "row"]),
    );
    const jobs = new Set<string>();
    await world.store.system.relayOutbox(100, async (entries) => {
      for (const entry of entries) {
        if (entry.organizationId === organizationId) jobs.add(entry.name);
      }
    });
    expect([...jobs].sort()).toEqual(["observe-rollouts", "scan-images"]);
  });

  it("lose nothing when the gateway dies", async () => {
    await startAgent(await newToken()).ready;
    await gateway.close();
    expect((await clusterRow())?.connected).toBe(false);
    await apply(deployment("checkout", "1.1.0"));
    await apply(deployment("cart", "2.0.0"));
    await remove("cart");
    await apply(deployment("search", "3.0.0"));
    gateway = await openGateway();
    await eventually(async () =>
      expect(await images()).toEqual({
        checkout: image("checkout", "1.1.0"),
        search: image("search", "3.0.0"),
      }),
    );
    expect((await clusterRow())?.connected).toBe(true);
  });

  it("mark the agent offline when its network is cut, and come back", async () => {
    await startAgent(await newToken()).ready;
    proxy.cut();
    await eventually(async () => expect((await clusterRow())?.connected).toBe(false));
    await apply(deployment("checkout", "1.2.0"));
    proxy.restore();
    await eventually(async () =>
      expect(await images()).toEqual({ checkout: image("checkout", "1.2.0") }),
    );
  });

  it("lock a key that two of them hold, until the agent is enrolled anew", async () => {
    const token = await newToken();
    const first = startAgent(token);
    await first.ready;
    const copy = startAgent(token);
    await eventually(async () => {
      expect((await clusterRow())?.key?.lock?.cause).toBe("two-agents");
      expect(ended).toContain("unauthenticated");
    });
    expect((await clusterRow())?.connected).toBe(false);
    await Promise.all([first.stop(), copy.stop()]);
    await startAgent(await newToken()).ready;
    expect(await clusterRow()).toMatchObject({ connected: true, key: { lock: null } });
  });

  it("see no copy in a restart", async () => {
    const token = await newToken();
    for (let round = 0; round < 5; round += 1) {
      const agent = startAgent(token);
      await agent.ready;
      await agent.stop();
    }
    await startAgent(token).ready;
    expect(await clusterRow()).toMatchObject({ connected: true, key: { lock: null } });
  });

  it("end the connection when the cluster is removed", async () => {
    await startAgent(await newToken()).ready;
    await world.store.write(organizationId, intent(), (tx) => tx.removeCluster(clusterId));
    await eventually(async () => expect(ended).toContain("unauthenticated"));
  });

  it("refuse a token that was used", async () => {
    const token = await newToken();
    await startAgent(token).ready;
    await expect(startAgent(token, "other").running).rejects.toThrow(/Create a new one/);
  });
});

describe("the built-in sync", () => {
  beforeEach(() => apply(namespace));

  it("applies what git contains and deletes what it no longer contains", async () => {
    await startAgent(await newToken()).ready;
    const first = await sendSync("a1", [
      deployment("checkout", "1.0.0"),
      deployment("cart", "1.0.0"),
    ]);
    await eventually(async () => expect(await commandState(first)).toBe("done"));
    expect((await clusterRow())?.sync).toMatchObject({
      revision: "a1",
      ok: true,
      message: "2 applied, 0 unchanged, 0 deleted",
    });
    const second = await sendSync("b2", [deployment("checkout", "1.1.0")]);
    await eventually(async () => expect(await commandState(second)).toBe("done"));
    expect((await clusterRow())?.sync?.message).toBe("1 applied, 0 unchanged, 1 deleted");
    await eventually(async () =>
      expect(await observed()).toMatchObject([
        { name: "checkout", managedBy: "stagecoach", revision: "b2" },
      ]),
    );
  });

  it("leaves fields of others alone and says so", async () => {
    await apply(deployment("checkout", "9.9.9"));
    await startAgent(await newToken()).ready;
    const id = await sendSync("a1", [deployment("checkout", "1.0.0")]);
    await eventually(async () => expect(await commandState(id)).toBe("failed"));
    expect((await clusterRow())?.sync).toMatchObject({ revision: "a1", ok: false });
    expect((await clusterRow())?.sync?.message).toMatch(
      /^Deployment shop\/checkout: kubectl set .*image differently from git/,
    );
    expect(await images()).toEqual({ checkout: image("checkout", "9.9.9") });
  });

  it("is delivered after the agent was away", async () => {
    const agent = startAgent(await newToken());
    await agent.ready;
    proxy.cut();
    await eventually(async () => expect((await clusterRow())?.connected).toBe(false));
    const id = await sendSync("a1", [deployment("checkout", "1.0.0")]);
    proxy.restore();
    await eventually(async () => expect(await commandState(id)).toBe("done"));
  });
});
