import { randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";

import { beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { z } from "zod";

import { createKubeClient } from "#agent/kube/kube-client.ts";
import type { KubeClient } from "#agent/kube/kube-client.ts";
import { isStatus } from "#agent/kube/kube-failure.ts";
import type { Outcome } from "#agent/stream/command-queue.ts";
import type { SyncConsent } from "#contracts/agent-sync.ts";

import { BuiltInSync } from "./built-in-sync.ts";
import { applyType } from "./field-manager.ts";

const controlPlane = inject("controlPlane");
const { signal } = new AbortController();
const tuning = {
  retry: { retryMs: 20_000, firstPauseMs: 50, longestPauseMs: 500 },
  health: { retryMs: 1_000, firstPauseMs: 100, longestPauseMs: 200 },
  lanes: 8,
  healLanes: 2,
  healAfterMs: 0,
  healEveryMs: 60_000,
};

const Named = z.object({ items: z.array(z.object({ metadata: z.object({ name: z.string() }) })) });

describe.skipIf(controlPlane === null)("the built-in sync on a real control plane", () => {
  let client: KubeClient;
  let agent: BuiltInSync;
  let namespace: string;

  function connect(token = controlPlane?.token): KubeClient {
    return createKubeClient({
      server: new URL(controlPlane?.server ?? ""),
      credentials: () =>
        Promise.resolve({ authorization: `Bearer ${token ?? ""}`, ca: controlPlane?.ca }),
    });
  }

  beforeAll(() => {
    client = connect();
    return () => client.close();
  });

  beforeEach(async () => {
    namespace = `sync-${randomUUID().slice(0, 8)}`;
    await client
      .send({ method: "DELETE", path: inventoryPath, signal })
      .catch((error: unknown) => expect(isStatus(error, 404)).toBe(true));
    agent = newAgent();
    return async () => {
      await sync([], "delete-many", "delete-foundations");
    };
  });

  function newAgent(connection = client): BuiltInSync {
    return new BuiltInSync({ client: connection, namespace: "stagecoach", tuning });
  }

  const inventoryPath = "/api/v1/namespaces/stagecoach/configmaps/stagecoach-inventory";

  function sync(objects: readonly object[], ...consents: readonly SyncConsent[]) {
    const content = contentOf(objects);
    return agent.run(
      { ...commandOf("sync"), consents: [...consents], forced: [], thorough: false },
      { content, signal },
    );
  }

  function configMap(name: string, value = "1") {
    const metadata = { name, namespace };
    return { apiVersion: "v1", kind: "ConfigMap", metadata, data: { value } };
  }

  function namespaceObject() {
    return { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } };
  }

  function deployment(name: string) {
    const labels = { app: name };
    const containers = [{ name: "web", image: "registry.acme.dev/web:1" }];
    return {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name, namespace },
      spec: {
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers } },
      },
    };
  }

  function configMapPath(name: string): string {
    return `/api/v1/namespaces/${namespace}/configmaps/${name}`;
  }

  async function names(path: string): Promise<readonly string[]> {
    const { items } = Named.parse(await client.send({ path, signal }));
    return items.map(({ metadata }) => metadata.name).filter((name) => name !== "kube-root-ca.crt");
  }

  function applyAs(manager: string, object: ReturnType<typeof configMap>) {
    const query = { fieldManager: manager, force: "true" };
    const body = { type: applyType, content: JSON.stringify(object) };
    return client.send({
      method: "PATCH",
      path: configMapPath(object.metadata.name),
      query,
      body,
      signal,
    });
  }

  it("makes a namespace and a kind before what needs them, whatever the files' order", async () => {
    const group = `${namespace}.acme.dev`;
    const widget = {
      apiVersion: `${group}/v1`,
      kind: "Widget",
      metadata: { name: "one", namespace },
      spec: { size: 1 },
    };
    const objects = [
      widget,
      configMap("a"),
      deployment("web"),
      definition(group),
      namespaceObject(),
    ];
    const outcome = await sync(objects);
    expect(outcome.sync).toMatchObject({ applied: 5, problems: [] });
    expect(await names(`/apis/${group}/v1/namespaces/${namespace}/widgets`)).toEqual(["one"]);
    expect((await sync(objects, "force")).sync).toMatchObject({ unchanged: 5 });
  });

  it("names the field and the manager that it does not take it from, until it is told to", async () => {
    await sync([namespaceObject(), configMap("a"), configMap("b")]);
    await applyAs("kubectl-edit", configMap("a", "theirs"));
    const outcome = await sync([namespaceObject(), configMap("a", "2"), configMap("b", "2")]);
    expect(outcome).toMatchObject({ ok: false, sync: { applied: 1, asks: ["force"] } });
    expect(outcome.sync?.objects).toMatchObject([
      {
        kind: "ConfigMap",
        namespace,
        name: "a",
        state: "conflict",
        conflicts: [{ manager: "kubectl-edit", field: ".data.value" }],
      },
    ]);
    const forced = await sync(
      [namespaceObject(), configMap("a", "2"), configMap("b", "2")],
      "force",
    );
    expect(forced).toMatchObject({ ok: true, sync: { asks: [] } });
    const live = await client.send({ path: configMapPath("a"), signal });
    expect(live).toMatchObject({ data: { value: "2" } });
  });

  it("says of each object what the API server refuses, and applies the rest", async () => {
    const broken = { ...deployment("broken"), spec: { replicas: 1 } };
    const nowhere = { ...configMap("x"), metadata: { name: "x", namespace: `${namespace}-no` } };
    const unknown = { apiVersion: "no.such/v1", kind: "Thing", metadata: { name: "t", namespace } };
    const quota = {
      apiVersion: "v1",
      kind: "ResourceQuota",
      metadata: { name: "small", namespace },
      spec: { hard: { "count/secrets": "0" } },
    };
    const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: "s", namespace } };
    await sync([namespaceObject(), quota]);
    const refused = [broken, nowhere, unknown, secret];
    const objects = [namespaceObject(), quota, ...refused, configMap("fine")];
    const { ok, sync: summary } = await sync(objects);
    expect(ok).toBe(false);
    const states = Object.fromEntries(
      summary?.objects.map(({ name, state }) => [name, state]) ?? [],
    );
    expect(states).toEqual({
      broken: "invalid",
      x: "no-such-namespace",
      t: "no-such-kind",
      s: "admission",
    });
    expect(summary?.problems.join("\n")).toMatch(/spec.selector: Required value/);
    expect(await names(`/api/v1/namespaces/${namespace}/configmaps`)).toEqual(["fine"]);
  });

  it("says in the API server's words what the agent has no right to", async () => {
    const limited = connect(controlPlane?.limitedToken);
    const denied = newAgent(limited);
    const content = gzipSync(JSON.stringify({ "a.yaml": JSON.stringify(configMap("a")) }));
    const command = { name: "sync", revision: "a", root: "", digest: "0".repeat(64) } as const;
    await expect(
      denied.run({ ...command, consents: [], forced: [], thorough: false }, { content, signal }),
    ).rejects.toThrow(/User "limited" cannot get resource "configmaps"/);
    limited.close();
  });

  it("deletes only what it applied, and a namespace only when told", async () => {
    await sync([namespaceObject(), configMap("a"), configMap("b"), configMap("c")]);
    await applyAs("them", configMap("theirs"));
    const kept = { metadata: { annotations: { "stagecoach.dev/prune": "disabled" } } };
    const body = { type: "application/merge-patch+json", content: JSON.stringify(kept) };
    await client.send({ method: "PATCH", path: configMapPath("c"), body, signal });
    const outcome = await sync([configMap("a")]);
    expect(outcome).toMatchObject({ ok: true, sync: { pruned: 1, asks: ["delete-foundations"] } });
    expect(await names(`/api/v1/namespaces/${namespace}/configmaps`)).toEqual(["a", "c", "theirs"]);
    const all = await sync([]);
    expect(all.sync).toMatchObject({ pruned: 0, asks: ["delete-many", "delete-foundations"] });
    const concerned = all.sync?.asking.map(({ objects }) => objects.map(({ name }) => name));
    expect(concerned).toEqual([["a", "c"], [namespace]]);
  });

  it("deletes what it applied nothing of but the name, and leaves one that another made anew", async () => {
    const metadata = { name: "bare", namespace };
    const bare = { apiVersion: "v1", kind: "ConfigMap", metadata };
    const other = { ...bare, metadata: { ...metadata, name: "other" } };
    await sync([namespaceObject(), configMap("a"), bare, other]);
    const body = { type: "application/json", content: JSON.stringify(other) };
    const path = `/api/v1/namespaces/${namespace}/configmaps`;
    await client.send({ method: "DELETE", path: configMapPath("other"), signal });
    await client.send({ method: "POST", path, body, signal });
    expect(await sync([namespaceObject(), configMap("a")])).toMatchObject({
      sync: { pruned: 1, objects: [{ name: "other", state: "kept" }] },
    });
    expect(await names(path)).toEqual(["a", "other"]);
    await sync([configMap("a")], "delete-foundations");
    const read = client.send({ path: `/api/v1/namespaces/${namespace}`, signal });
    await expect(read).resolves.toMatchObject({ status: { phase: "Terminating" } });
  });

  it("tells what a revision would change, without changing it or telling a secret", async () => {
    const secret = (value: string) => ({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "s", namespace },
      stringData: { password: value },
    });
    const base = [namespaceObject(), configMap("a"), configMap("gone"), secret("canary-one")];
    await sync([...base, deployment("web")]);
    const web = deployment("web");
    const scaled = { ...web, spec: { ...web.spec, replicas: 3 } };
    const broken = { ...deployment("broken"), spec: { replicas: 1 } };
    const wanted = [namespaceObject(), configMap("a"), configMap("new"), secret("canary-two")];
    const outcome = await agent.diff(commandOf("diff"), {
      content: contentOf([...wanted, scaled, broken]),
      signal,
    });
    const changes = outcome.diff?.objects.map(({ kind, name, change }) => [kind, name, change]);
    expect(changes).toEqual([
      ["ConfigMap", "gone", "delete"],
      ["ConfigMap", "new", "create"],
      ["Deployment", "broken", "refused"],
      ["Deployment", "web", "update"],
      ["Secret", "s", "update"],
    ]);
    expect(outcome.diff).toMatchObject({ same: 2, more: 0, problems: [] });
    expect(outcome.diff?.objects[3]?.fields).toEqual([
      { path: ".spec.replicas", before: "1", after: "3", hidden: false },
    ]);
    expect(JSON.stringify(outcome)).not.toMatch(/canary|Y2FuYXJ5/);
    const configMaps = await names(`/api/v1/namespaces/${namespace}/configmaps`);
    expect(configMaps).toEqual(["a", "gone"]);
  });

  it("tells that an empty cluster would get everything", async () => {
    const group = `${namespace}.acme.dev`;
    const widget = {
      apiVersion: `${group}/v1`,
      kind: "Widget",
      metadata: { name: "w", namespace },
    };
    const content = contentOf([namespaceObject(), definition(group), widget, configMap("a")]);
    const { diff } = await agent.diff(commandOf("diff"), { content, signal });
    expect(diff?.objects.map(({ change }) => change)).toEqual(Array(4).fill("create"));
  });

  it("heals what somebody deleted, and tells who never becomes healthy", async () => {
    const objects = [namespaceObject(), configMap("a")];
    await sync(objects);
    await client.send({ method: "DELETE", path: configMapPath("a"), signal });
    const outcome = await sync([...objects, deployment("web")]);
    expect(outcome.sync).toMatchObject({ applied: 1, unchanged: 2 });
    const told: Outcome[] = [];
    const following = outcome.follow?.((next) => told.push(next)).catch(() => undefined);
    await expect.poll(() => told.length, { timeout: 20_000 }).toBe(2);
    expect(told[0]?.sync).toMatchObject({ applied: 2, unchanged: 1 });
    // No kubelet runs here, so the pods never start.
    expect(told[1]?.sync?.objects).toMatchObject([
      { kind: "Deployment", namespace, name: "web", state: "progressing" },
    ]);
    expect(await names(`/api/v1/namespaces/${namespace}/configmaps`)).toEqual(["a"]);
    await sync(objects);
    await following;
  });

  it("restores a lost cluster from the same path with a new agent", async () => {
    const group = `${namespace}.acme.dev`;
    const widget = {
      apiVersion: `${group}/v1`,
      kind: "Widget",
      metadata: { name: "w", namespace },
    };
    const inside = [widget, configMap("a"), deployment("web")];
    const objects = [namespaceObject(), definition(group), ...inside];
    await sync(objects);
    const definitionPath = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.${group}`;
    for (const path of [`/api/v1/namespaces/${namespace}`, definitionPath, inventoryPath]) {
      await client.send({ method: "DELETE", path, signal });
    }
    const isGone = () =>
      client.send({ path: `/api/v1/namespaces/${namespace}`, signal }).then(
        () => false,
        () => true,
      );
    await expect.poll(isGone, { timeout: 40_000 }).toBe(true);
    agent = newAgent();
    const outcome = await sync(objects);
    expect(outcome).toMatchObject({ ok: true, sync: { applied: 5, problems: [] } });
    const found = await Promise.all([
      names(`/api/v1/namespaces/${namespace}/configmaps`),
      names(`/apis/apps/v1/namespaces/${namespace}/deployments`),
      names(`/apis/${group}/v1/namespaces/${namespace}/widgets`),
    ]);
    expect(found).toEqual([["a"], ["web"], ["w"]]);
  });
});

function commandOf<Name extends string>(name: Name) {
  return { name, revision: "abc", root: "apps", digest: "0".repeat(64) };
}

function contentOf(objects: readonly object[]): Buffer {
  const list = { apiVersion: "v1", kind: "List", items: objects };
  return gzipSync(JSON.stringify({ "apps/all.yaml": JSON.stringify(list) }));
}

function definition(group: string) {
  const schema = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `widgets.${group}` },
    spec: {
      group,
      names: { plural: "widgets", singular: "widget", kind: "Widget", listKind: "WidgetList" },
      scope: "Namespaced",
      versions: [{ name: "v1", served: true, storage: true, schema: { openAPIV3Schema: schema } }],
    },
  };
}
