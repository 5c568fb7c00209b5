import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { Server } from "node:http";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { createKubeClient } from "#agent/kube/kube-client.ts";
import type { KubeClient } from "#agent/kube/kube-client.ts";
import { listen } from "#sandbox/http/listen.ts";
import { createSimulatedCluster } from "#sandbox/kubernetes/simulated-cluster.ts";
import type { SimulatedCluster } from "#sandbox/kubernetes/simulated-cluster.ts";

import { loadInventory, saveInventory } from "./inventory-store.ts";
import type { Inventory } from "./inventory.ts";
import { runSync } from "./run-sync.ts";
import type { SyncResult } from "./run-sync.ts";

const { signal } = new AbortController();
let cluster: SimulatedCluster;
let server: Server;
let client: KubeClient;
let inventory: Inventory;
let gone: ReadonlySet<string>;

beforeEach(async () => {
  cluster = createSimulatedCluster({ name: "dev", now: () => new Date(), newUid: randomUUID });
  server = createServer((request, response) =>
    cluster.handle(request, response, request.url ?? ""),
  );
  const url = new URL(`http://127.0.0.1:${await listen(server, 0)}`);
  client = createKubeClient({ server: url, credentials: () => Promise.resolve({}) });
  inventory = new Map();
  gone = new Set();
});

afterEach(() => {
  client.close();
  cluster.close();
  server.closeAllConnections();
  server.close();
});

async function sync(files: Readonly<Record<string, string>>, revision = "r1"): Promise<SyncResult> {
  const result = await runSync({
    client,
    revision,
    root: "apps",
    files: new Map(Object.entries(files).map(([name, text]) => [`apps/${name}`, text])),
    inventory,
    isGone: ({ name }) => gone.has(name),
    signal,
  });
  inventory = result.inventory;
  return result;
}

function configMap(name: string, value: string): string {
  return `apiVersion: v1
kind: ConfigMap
metadata:
  name: ${name}
data:
  value: "${value}"
`;
}

async function exists(name: string): Promise<boolean> {
  const path = `/api/v1/namespaces/default/configmaps/${name}`;
  return client.send({ path, signal }).then(
    () => true,
    () => false,
  );
}

describe("a sync", () => {
  it("applies only what changed", async () => {
    const first = await sync({ "a.yaml": configMap("a", "1"), "b.yaml": configMap("b", "1") });
    expect(first.summary).toMatchObject({ applied: 2, unchanged: 0, pruned: 0, problems: [] });
    const second = await sync({ "a.yaml": configMap("a", "1"), "b.yaml": configMap("b", "2") });
    expect(second.summary).toMatchObject({ applied: 1, unchanged: 1, pruned: 0 });
  });

  it("applies again what someone deleted", async () => {
    await sync({ "a.yaml": configMap("a", "1") });
    gone = new Set(["a"]);
    expect((await sync({ "a.yaml": configMap("a", "1") })).summary.applied).toBe(1);
  });

  it("deletes what git no longer contains, and nothing that it did not apply", async () => {
    const path = "/api/v1/namespaces/default/configmaps/theirs";
    const body = { type: "application/apply-patch+yaml", content: configMap("theirs", "1") };
    await client.send({ method: "PATCH", path, query: { fieldManager: "them" }, body, signal });
    await sync({ "a.yaml": configMap("a", "1"), "b.yaml": configMap("b", "1") });
    const { summary, ok } = await sync({ "a.yaml": configMap("a", "1") });
    expect([summary.pruned, ok]).toEqual([1, true]);
    expect(await Promise.all(["a", "b", "theirs"].map(exists))).toEqual([true, false, true]);
    expect([...inventory.keys()]).toEqual(["|ConfigMap|default|a"]);
  });

  it("deletes nothing while a file cannot be read", async () => {
    await sync({ "a.yaml": configMap("a", "1"), "b.yaml": configMap("b", "1") });
    const { summary } = await sync({ "a.yaml": configMap("a", "1"), "b.yaml": "kind: [" });
    expect(summary.pruned).toBe(0);
    expect(summary.problems[0]).toMatch(/^apps\/b\.yaml:1/);
    expect(await exists("b")).toBe(true);
    expect(inventory.size).toBe(2);
  });

  it("serves a definition before the objects of its kind", async () => {
    const definition = {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: "things.test.dev" },
      spec: {
        group: "test.dev",
        names: { plural: "things", singular: "thing", kind: "Thing", listKind: "ThingList" },
        scope: "Namespaced",
        versions: [
          {
            name: "v1",
            served: true,
            storage: true,
            schema: {
              openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
            },
          },
        ],
      },
    };
    const thing = { apiVersion: "test.dev/v1", kind: "Thing", metadata: { name: "one" }, spec: {} };
    const { summary } = await sync({
      "a.yaml": JSON.stringify(thing),
      "b.yaml": JSON.stringify(definition),
    });
    expect(summary).toMatchObject({ applied: 2, problems: [] });
  });

  it("names what the cluster does not take, and applies the rest", async () => {
    const { ok, summary } = await sync({
      "a.yaml": "apiVersion: no.such/v1\nkind: Thing\nmetadata:\n  name: one\n",
      "b.yaml": configMap("b", "1"),
    });
    expect(ok).toBe(false);
    expect(summary).toMatchObject({
      applied: 1,
      problems: ["Thing one: the cluster has no no.such/v1 Thing."],
    });
  });

  it("takes no field from someone else, and tries again the next time", async () => {
    const path = "/api/v1/namespaces/default/configmaps/a";
    const body = { type: "application/apply-patch+yaml", content: configMap("a", "theirs") };
    await client.send({ method: "PATCH", path, query: { fieldManager: "them" }, body, signal });
    const { ok, summary } = await sync({ "a.yaml": configMap("a", "ours") });
    expect([ok, summary.applied]).toEqual([false, 0]);
    expect(summary.problems[0]).toMatch(/^ConfigMap default\/a: someone else set fields .*them/);
    await client.send({ method: "DELETE", path, signal });
    expect((await sync({ "a.yaml": configMap("a", "ours") })).ok).toBe(true);
  });
});

it("keeps its inventory in the cluster, in a namespace that it makes", async () => {
  expect(await loadInventory(client, signal)).toEqual(new Map());
  await sync({ "a.yaml": configMap("a", "1") });
  await saveInventory(client, inventory, signal);
  expect(await loadInventory(client, signal)).toEqual(inventory);
});
