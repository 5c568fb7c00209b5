import { randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { kubeconfig } from "#sandbox/clusters/kubeconfig.ts";
import { listen } from "#sandbox/http/listen.ts";
import { createSimulatedCluster } from "#sandbox/kubernetes/simulated-cluster.ts";
import type { SimulatedCluster } from "#sandbox/kubernetes/simulated-cluster.ts";
import { hashToken } from "#services/cluster/enrolment-token.ts";
import { intent, openTestStore } from "#test/builders/test-store.ts";
import type { TestStore } from "#test/builders/test-store.ts";
import { startGateway } from "#workers/gateway/server.ts";
import type { Gateway } from "#workers/gateway/server.ts";
import { defaultTuning } from "#workers/gateway/tuning.ts";

import { readConfig } from "./config.ts";
import { runAgent } from "./runtime.ts";

const clock = { now: () => new Date() };
const ids = { uuid: randomUUID, secret: () => randomBytes(32).toString("base64url") };
const bakery = { group: "example.org", kind: "Bakery", podTemplate: "spec.oven.template" };

let world: TestStore;
let organizationId: string;
let clusterId: string;
let folder: string;
let gateway: Gateway;
let cluster: SimulatedCluster;
let api: Server;
let server: string;
let stop: AbortController;
let running: Promise<void>;

beforeAll(async () => {
  world = await openTestStore();
});
afterAll(() => world.close());

beforeEach(async () => {
  ({ id: organizationId } = await world.addOrganization(`org-${randomUUID()}`));
  clusterId = randomUUID();
  folder = await mkdtemp(path.join(tmpdir(), "own-kinds-"));
  cluster = createSimulatedCluster({ name: "dev", now: () => new Date(), newUid: randomUUID });
  api = createServer((request, response) => cluster.handle(request, response, request.url ?? ""));
  server = `http://127.0.0.1:${await listen(api, 0)}`;
  const tuning = { ...defaultTuning, pollMs: 60_000 };
  const url = "https://gateway.acme.test";
  const ctx = { store: world.store, bus: world.bus, clock, ids, log: () => {}, url, tuning };
  gateway = await startGateway(ctx, { port: 0, host: "127.0.0.1" });
  const row = { name: "dev", environment: "dev", position: 0, createdAt: clock.now() };
  await world.store.write(organizationId, intent(), (tx) =>
    tx.createCluster({ id: clusterId, ...row }),
  );
  await apply("apis/apiextensions.k8s.io/v1/customresourcedefinitions/bakeries.example.org", {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    spec: {
      group: "example.org",
      scope: "Namespaced",
      names: { plural: "bakeries", singular: "bakery", kind: "Bakery", listKind: "BakeryList" },
      versions: [{ name: "v1", served: true, storage: true }],
    },
  });
  await apply("apis/example.org/v1/namespaces/default/bakeries/web", {
    apiVersion: "example.org/v1",
    kind: "Bakery",
    spec: {
      oven: { template: { spec: { containers: [{ name: "web", image: "r.test/web:1" }] } } },
    },
  });
  stop = new AbortController();
});

afterEach(async () => {
  stop.abort();
  await running;
  await gateway.close();
  cluster.close();
  api.closeAllConnections();
  api.close();
  await rm(folder, { recursive: true });
});

async function apply(place: string, object: object): Promise<void> {
  const name = place.split("/").at(-1);
  const answer = await fetch(`${server}/${place}?fieldManager=test&force=true`, {
    method: "PATCH",
    headers: { "content-type": "application/apply-patch+yaml" },
    body: JSON.stringify({ ...object, metadata: { name } }),
  });
  expect(await answer.text()).toContain(name);
}

async function startAgent(): Promise<void> {
  const token = ids.secret();
  const createdAt = clock.now();
  const expiresAt = new Date(createdAt.getTime() + 60_000);
  const row = { id: randomUUID(), clusterId, hash: hashToken(token), createdAt, expiresAt };
  await world.store.write(organizationId, intent(), (tx) => tx.addEnrolmentToken(row));
  const file = path.join(folder, "kubeconfig.yaml");
  await writeFile(file, kubeconfig({ name: "dev", server, token: "any" }));
  const env = {
    NODE_ENV: "test",
    STAGECOACH_GATEWAY: `http://127.0.0.1:${gateway.port}`,
    STAGECOACH_ENROLMENT_TOKEN: token,
    STAGECOACH_STATE_DIR: path.join(folder, "state"),
    KUBECONFIG: file,
  } as const;
  const ready = Promise.withResolvers<void>();
  running = runAgent({
    config: readConfig(env),
    env,
    log: () => {},
    ready: ready.resolve,
    signal: stop.signal,
    tuning: { backoffMs: 20, longestBackoffMs: 200 },
  });
  await ready.promise;
}

async function workloads(): Promise<readonly string[]> {
  const rows = await world.store.read(organizationId, (tx) => tx.workloads({ clusterId }));
  return rows.map(({ observed }) => `${observed.kind}/${observed.name}`);
}

function write(name: "addCustomWorkloadKind" | "removeCustomWorkloadKind"): Promise<void> {
  return world.store.write(organizationId, intent(), async (tx) => void (await tx[name](bakery)));
}

describe("a kind that an organization calls a workload", () => {
  it("is watched and let go within moments of the settings, on the same connection", async () => {
    await startAgent();
    expect(await workloads()).toEqual([]);
    await write("addCustomWorkloadKind");
    await vi.waitFor(async () => expect(await workloads()).toEqual(["bakery/web"]), 5_000);
    await write("removeCustomWorkloadKind");
    await vi.waitFor(async () => expect(await workloads()).toEqual([]), 5_000);
  });

  it("is part of the first report of an agent that starts", async () => {
    await write("addCustomWorkloadKind");
    await startAgent();
    expect(await workloads()).toEqual(["bakery/web"]);
  });
});
