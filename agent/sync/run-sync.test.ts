import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { Server } from "node:http";

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { createKubeClient } from "#agent/kube/kube-client.ts";
import type { KubeClient, KubeRequest } from "#agent/kube/kube-client.ts";
import { KubeFailure } from "#agent/kube/kube-failure.ts";
import type { SyncConsent } from "#contracts/agent-sync.ts";
import { listen } from "#sandbox/http/listen.ts";
import { createSimulatedCluster } from "#sandbox/kubernetes/simulated-cluster.ts";
import type { SimulatedCluster } from "#sandbox/kubernetes/simulated-cluster.ts";

import { InventoryStore } from "./inventory-store.ts";
import { TestSyncs } from "./test-syncs.ts";

const { signal } = new AbortController();
let cluster: SimulatedCluster;
let server: Server;
let client: KubeClient;
let syncs: TestSyncs;
let faults: Fault[];

/** Answers a call in the API server's place, once. */
interface Fault {
  readonly on: RegExp;
  readonly failure: Error;
}

beforeEach(async () => {
  cluster = createSimulatedCluster({ name: "dev", now: () => new Date(), newUid: randomUUID });
  server = createServer((request, response) =>
    cluster.handle(request, response, request.url ?? ""),
  );
  const url = new URL(`http://127.0.0.1:${await listen(server, 0)}`);
  client = createKubeClient({ server: url, credentials: () => Promise.resolve({}) });
  faults = [];
  syncs = new TestSyncs({ ...client, send: failingSend });
});

afterEach(() => {
  client.close();
  cluster.close();
  server.closeAllConnections();
  server.close();
});

function failingSend(request: KubeRequest): Promise<unknown> {
  const call = `${request.method ?? "GET"} ${request.path}`;
  const index = faults.findIndex(({ on }) => on.test(call));
  const [fault] = index === -1 ? [] : faults.splice(index, 1);
  return fault === undefined ? client.send(request) : Promise.reject(fault.failure);
}

function sync(files: Readonly<Record<string, string>>, ...consents: readonly SyncConsent[]) {
  return syncs.sync(files, { consents });
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

function plainConfigMap(name: string): string {
  return JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", metadata: { name } });
}

function pathOf(name: string): string {
  return `/api/v1/namespaces/default/configmaps/${name}`;
}

async function exists(name: string): Promise<boolean> {
  return client.send({ path: pathOf(name), signal }).then(
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

  it("leaves for later what git did not change", async () => {
    await sync({ "a.yaml": configMap("a", "1"), "b.yaml": configMap("b", "1") });
    await client.send({ method: "DELETE", path: pathOf("a"), signal });
    const files = { "a.yaml": configMap("a", "1"), "b.yaml": configMap("b", "2") };
    const { summary, trusted } = await syncs.sync(files, { trusting: true });
    expect(summary).toMatchObject({ applied: 1, unchanged: 1 });
    expect(trusted.map(({ metadata }) => metadata.name)).toEqual(["a"]);
    expect(await exists("a")).toBe(false);
  });

  it("applies again what someone deleted", async () => {
    await sync({ "a.yaml": configMap("a", "1") });
    await client.send({ method: "DELETE", path: pathOf("a"), signal });
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
    expect([...syncs.inventory.keys()]).toEqual(["|ConfigMap|default|a"]);
  });

  it("deletes nothing while a file cannot be read", async () => {
    await sync({ "a.yaml": configMap("a", "1"), "b.yaml": configMap("b", "1") });
    const { summary } = await sync({ "a.yaml": configMap("a", "1"), "b.yaml": "kind: [" });
    expect(summary.pruned).toBe(0);
    expect(summary.problems[0]).toMatch(/^apps\/b\.yaml:1/);
    expect(await exists("b")).toBe(true);
    expect(syncs.inventory.size).toBe(2);
  });

  it("leaves what somebody else applies by now", async () => {
    await sync({ "a.yaml": configMap("a", "1"), "b.yaml": configMap("b", "1") });
    await client.send({ method: "DELETE", path: pathOf("b"), signal });
    const body = { type: "application/apply-patch+yaml", content: configMap("b", "theirs") };
    const query = { fieldManager: "them" };
    await client.send({ method: "PATCH", path: pathOf("b"), query, body, signal });
    const { summary, ok } = await sync({ "a.yaml": configMap("a", "1") });
    expect([summary.pruned, ok, await exists("b"), syncs.inventory.size]).toEqual([
      0,
      true,
      true,
      1,
    ]);
    expect(summary.objects).toMatchObject([{ name: "b", state: "kept" }]);
  });

  it("leaves what an annotation keeps from being deleted", async () => {
    const annotations = { "stagecoach.dev/prune": "disabled" };
    const b = { ...JSON.parse(plainConfigMap("b")), metadata: { name: "b", annotations } };
    await sync({ "a.yaml": configMap("a", "1"), "b.yaml": JSON.stringify(b) });
    const { summary, ok } = await sync({ "a.yaml": configMap("a", "1") });
    expect([summary.pruned, ok, await exists("b")]).toEqual([0, true, true]);
    expect(summary.objects).toMatchObject([{ name: "b", state: "kept" }]);
  });

  it("asks before it deletes everything", async () => {
    await sync({ "a.yaml": configMap("a", "1"), "b.yaml": configMap("b", "1") });
    const { summary } = await sync({ "README.md": "moved" });
    expect([summary.pruned, summary.asks]).toEqual([0, ["delete-many"]]);
    expect(summary.problems[0]).toMatch(/^2 of 2 objects are no longer in git/);
    expect((await sync({ "README.md": "moved" }, "delete-many")).summary.pruned).toBe(2);
    expect(await exists("a")).toBe(false);
  });

  it("asks before it deletes a namespace", async () => {
    const files = { "a.yaml": configMap("a", "1") };
    const namespace = "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n";
    await sync({ ...files, "shop.yaml": namespace });
    const { summary } = await sync(files);
    expect([summary.pruned, summary.asks]).toEqual([0, ["delete-foundations"]]);
    expect(summary.objects).toMatchObject([{ kind: "Namespace", name: "shop", state: "kept" }]);
    expect((await sync(files, "delete-foundations")).summary.pruned).toBe(1);
  });

  it.each(["fluxcd.io/ignore", "stagecoach.dev/ignore"])(
    "leaves alone what %s marks in git or in the cluster",
    async (name) => {
      await sync({ "a.yaml": configMap("a", "1"), "b.yaml": configMap("b", "1") });
      const marked = JSON.stringify({ metadata: { annotations: { [name]: "true" } } });
      const body = { type: "application/merge-patch+json", content: marked };
      await client.send({ method: "PATCH", path: pathOf("a"), body, signal });
      const inGit = configMap("b", "2").replace(
        "name: b",
        `name: b\n  annotations: {${name}: "true"}`,
      );
      const { ok, summary } = await sync({ "a.yaml": configMap("a", "2"), "b.yaml": inGit });
      expect([ok, summary.applied]).toEqual([true, 0]);
      expect(summary.objects.map(({ state }) => state)).toEqual(["ignored", "ignored"]);
      const dropped = await sync({ "b.yaml": inGit });
      expect([dropped.summary.pruned, await exists("a")]).toEqual([0, true]);
    },
  );

  it("applies the items of a List", async () => {
    const items = ["a", "b"].map((name) => JSON.parse(plainConfigMap(name)));
    const list = { apiVersion: "v1", kind: "List", items };
    expect((await sync({ "all.yaml": JSON.stringify(list) })).summary.applied).toBe(2);
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
      problems: [expect.stringMatching(/^Thing one: The cluster has no no.such\/v1 Thing/)],
    });
  });

  it("takes no field from someone else, and tries again the next time", async () => {
    const path = "/api/v1/namespaces/default/configmaps/a";
    const body = { type: "application/apply-patch+yaml", content: configMap("a", "theirs") };
    await client.send({ method: "PATCH", path, query: { fieldManager: "them" }, body, signal });
    const { ok, summary } = await sync({ "a.yaml": configMap("a", "ours") });
    expect([ok, summary.applied]).toEqual([false, 0]);
    expect(summary.problems[0]).toMatch(/^ConfigMap default\/a: them set .data.value differently/);
    const [object] = summary.objects;
    const conflicts = [{ manager: "them", field: ".data.value" }];
    expect(object).toMatchObject({ kind: "ConfigMap", name: "a", state: "conflict", conflicts });
    expect(summary.asks).toEqual(["force"]);
    const objects = [{ kind: "ConfigMap", namespace: "default", name: "a" }];
    expect(summary.asking).toEqual([{ consent: "force", objects, more: 0 }]);
    await client.send({ method: "DELETE", path, signal });
    expect((await sync({ "a.yaml": configMap("a", "ours") })).ok).toBe(true);
  });

  it("takes a field over where a person said so", async () => {
    const body = { type: "application/apply-patch+yaml", content: configMap("a", "theirs") };
    const query = { fieldManager: "them" };
    await client.send({ method: "PATCH", path: pathOf("a"), query, body, signal });
    const { ok, summary } = await sync({ "a.yaml": configMap("a", "ours") }, "force");
    expect([ok, summary.applied, summary.asks]).toEqual([true, 1, []]);
    expect(await client.send({ path: pathOf("a"), signal })).toMatchObject({
      data: { value: "ours" },
    });
  });

  it("takes over only the objects that the person saw", async () => {
    const query = { fieldManager: "them" };
    for (const name of ["a", "b"]) {
      const body = { type: "application/apply-patch+yaml", content: configMap(name, "theirs") };
      await client.send({ method: "PATCH", path: pathOf(name), query, body, signal });
    }
    const files = { "a.yaml": configMap("a", "ours"), "b.yaml": configMap("b", "ours") };
    const forced = [{ kind: "ConfigMap", namespace: "default", name: "b" }];
    const { summary } = await syncs.sync(files, { consents: ["force"], forced });
    expect(summary).toMatchObject({ applied: 1, asking: [{ objects: [{ name: "a" }] }] });
  });

  it.each([
    ["a webhook that is not there yet", 500, "failed calling webhook: connection refused"],
    ["an API server that is too busy", 429, "too many requests"],
    ["a race with somebody else", 409, "the object has been modified"],
    ["a namespace that is going", 403, "unable to create: because it is being terminated"],
    ["an API server that starts anew", 503, "apiserver is shutting down"],
  ])("tries again after %s", async (_, status, message) => {
    const failure = new KubeFailure({ status, message });
    faults = [1, 2, 3].map(() => ({ on: /PATCH .*\/a$/, failure }));
    const { ok, summary } = await sync({
      "a.yaml": configMap("a", "1"),
      "b.yaml": configMap("b", "1"),
    });
    expect([ok, summary.applied, faults]).toEqual([true, 2, []]);
  });

  it("tries again after a connection that broke", async () => {
    faults = [{ on: /PATCH .*\/a$/, failure: new Error("socket hang up") }];
    expect((await sync({ "a.yaml": configMap("a", "1") })).ok).toBe(true);
  });

  it("gives up in time, and says what the API server said last", async () => {
    syncs = new TestSyncs({ ...client, send: failingSend }, { retryMs: 40 });
    const failure = new KubeFailure({ status: 500, message: "no endpoints available" });
    faults = Array.from({ length: 50 }, () => ({ on: /PATCH .*\/a$/, failure }));
    const { ok, summary } = await sync({
      "a.yaml": configMap("a", "1"),
      "b.yaml": configMap("b", "1"),
    });
    expect([ok, summary.applied]).toEqual([false, 1]);
    expect(summary.objects).toMatchObject([
      { name: "a", state: "unavailable", message: "no endpoints available" },
    ]);
  });

  it.each([
    [403, 'configmaps "a" is forbidden: User "x" cannot patch resource "configmaps"', "forbidden"],
    [422, "metadata.labels: Invalid value", "invalid"],
    [400, 'admission webhook "policy.acme.dev" denied the request: no', "admission"],
  ])("does not try again after %i %s", async (status, message, state) => {
    faults = [{ on: /PATCH .*\/a$/, failure: new KubeFailure({ status, message }) }];
    const { ok, summary } = await sync({
      "a.yaml": configMap("a", "1"),
      "b.yaml": configMap("b", "1"),
    });
    expect([ok, summary.applied, summary.objects.length]).toEqual([false, 1, 1]);
    expect(summary.objects[0]).toMatchObject({ name: "a", state });
    expect(summary.objects[0]?.message).toContain(message);
  });

  it("applies what it may write and not read", async () => {
    const failure = new KubeFailure({ status: 403, message: "cannot get resource" });
    faults = [{ on: /GET .*\/a$/, failure }];
    expect((await sync({ "a.yaml": configMap("a", "1") })).summary.applied).toBe(1);
  });

  it("keeps the revision that last changed an object in git", async () => {
    await syncs.sync({ "a.yaml": configMap("a", "1"), "b.yaml": configMap("b", "1") });
    const changed = { "a.yaml": configMap("a", "1"), "b.yaml": configMap("b", "2") };
    await syncs.sync(changed, { revision: "r2" });
    expect([...syncs.inventory.values()].map(({ revision }) => revision)).toEqual(["r1", "r2"]);
  });

  it("knows of what it is about to apply before it does", async () => {
    const stop = new AbortController();
    const failure = new KubeFailure({ status: 500, message: "away" });
    faults = Array.from({ length: 50 }, () => ({ on: /PATCH .*\/b$/, failure }));
    const files = { "a.yaml": configMap("a", "1"), "b.yaml": configMap("b", "1") };
    const running = syncs.sync(files, { signal: stop.signal });
    await vi.waitFor(async () => expect(await exists("a")).toBe(true));
    stop.abort();
    await expect(running).rejects.toThrow();
    expect([...(syncs.claims[0]?.keys() ?? [])]).toEqual([
      "|ConfigMap|default|a",
      "|ConfigMap|default|b",
    ]);
  });
});

it("keeps its inventory in the cluster, in a namespace that it makes", async () => {
  const store = new InventoryStore({ client, namespace: "agents-own" });
  expect(await store.load(signal)).toEqual(new Map());
  await sync({ "a.yaml": configMap("a", "1") });
  await store.save(syncs.inventory, signal);
  expect(await new InventoryStore({ client, namespace: "agents-own" }).load(signal)).toEqual(
    syncs.inventory,
  );
});
