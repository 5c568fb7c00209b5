import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { z } from "zod";

import { readConfig } from "#agent/config.ts";
import { openClusterAccess } from "#agent/kube/cluster-access.ts";
import { createKubeClient } from "#agent/kube/kube-client.ts";
import type { KubeClient } from "#agent/kube/kube-client.ts";
import { runAgent } from "#agent/runtime.ts";
import type { ClusterSync } from "#contracts/api/sync.ts";
import { createApiDoor } from "#sandbox/clusters/api-door.ts";
import { paces } from "#sandbox/clusters/pace.ts";
import { listen } from "#sandbox/http/listen.ts";
import { startHollowKubelet } from "#sandbox/kubelet/kubelet.ts";
import { createCluster } from "#services/cluster/create-cluster.ts";
import { renewEnrolment } from "#services/cluster/renew-enrolment.ts";
import { readBranch } from "#services/config/read-branch.ts";
import { readSync } from "#services/sync/read-sync.ts";
import { image, services } from "#test/builders/shop.ts";
import { startControlPlanes } from "#test/kubernetes/control-planes.ts";
import { World } from "#test/world.ts";
import { startGateway } from "#workers/gateway/server.ts";
import type { Gateway } from "#workers/gateway/server.ts";
import { defaultTuning } from "#workers/gateway/tuning.ts";

const ownNamespace = "stagecoach-agents";
const inventoryPath = `/api/v1/namespaces/${ownNamespace}/configmaps/stagecoach-inventory`;
const signal = new AbortController().signal;
const Items = z.object({
  items: z.array(z.object({ metadata: z.object({ name: z.string(), uid: z.string() }) })),
});
const patience = { timeout: 90_000, interval: 200 };

/** A cluster on a control plane of its own, with nodes that seem to run pods. */
interface LiveCluster {
  readonly kubeconfig: string;
  readonly client: KubeClient;
  /** Takes it away with everything in it. */
  readonly lose: () => Promise<void>;
}

describe.skipIf(inject("controlPlane") === null)("a lost cluster", { timeout: 300_000 }, () => {
  let world: World;
  let gateway: Gateway;
  let folder: string;
  let clusterId: string;
  const cleanUp: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "lost-cluster-"));
    world = await World.create();
    const { store, testStore, clock } = world;
    const tuning = { ...defaultTuning, pollMs: 500, retryMs: 50 };
    const { ids } = world.person("owner");
    const url = "https://gateway.acme.test";
    const ctx = { store, bus: testStore.bus, clock, ids, log: () => {}, url, tuning };
    gateway = await startGateway(ctx, { port: 0, host: "127.0.0.1" });
    await world.git.commit({ "clusters/live/everything.yaml": everything() });
    const source = { repository: world.git.url, branch: "main", path: "clusters/live" };
    const cluster = { name: "live", environment: "prod", source };
    const owner = world.person("owner");
    ({ clusterId } = await createCluster({ ctx: owner, input: cluster, gatewayUrl: url }));
  });
  afterAll(async () => {
    for (const clean of cleanUp.toReversed()) await clean();
    await gateway.close();
    await world.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  });

  async function startCluster(name: string): Promise<LiveCluster> {
    const place = path.join(folder, name);
    const planes = await startControlPlanes({ folder: place, names: [name], say: () => {} });
    cleanUp.push(planes.stop);
    const [plane] = planes.access;
    if (plane === undefined) throw new Error("there is no control plane");
    const door = createApiDoor(plane);
    const api = createServer((request, response) => {
      door.handle(request, response, request.url ?? "/");
    });
    const ended = new AbortController();
    startHollowKubelet({
      server: `http://127.0.0.1:${await listen(api, 0)}`,
      token: plane.token,
      registry: world.registry.origin,
      nodes: 2,
      pace: () => paces.fast,
      schedule: true,
      signal: ended.signal,
    });
    const kubeconfig = path.join(place, name, "kubeconfig.yaml");
    const client = createKubeClient(await openClusterAccess(kubeconfig, process.env));
    async function lose(): Promise<void> {
      ended.abort();
      client.close();
      door.close();
      api.closeAllConnections();
      api.close();
      await planes.stop();
      await rm(place, { recursive: true, force: true, maxRetries: 10 });
    }
    cleanUp.push(async () => {
      ended.abort();
      api.closeAllConnections();
      api.close();
    });
    return { kubeconfig, client, lose };
  }

  /** Enrols an agent as a person does it: by a new command on the cluster's page. */
  async function enrolAgent({ kubeconfig }: LiveCluster): Promise<() => Promise<void>> {
    const ctx = world.person("owner");
    const input = { id: clusterId };
    const gatewayUrl = `http://127.0.0.1:${gateway.port}`;
    const { token } = await renewEnrolment({ ctx, input, gatewayUrl });
    const stateDir = path.join(folder, `state-${randomUUID()}`);
    const stop = new AbortController();
    const running = runAgent({
      config: readConfig({
        NODE_ENV: "test",
        STAGECOACH_GATEWAY: gatewayUrl,
        STAGECOACH_ENROLMENT_TOKEN: token,
        STAGECOACH_STATE_DIR: stateDir,
        STAGECOACH_POD_NAMESPACE: ownNamespace,
        KUBECONFIG: kubeconfig,
      }),
      env: { NODE_ENV: "test" },
      log: () => {},
      ready: () => {},
      signal: stop.signal,
    });
    const ended = running.catch(() => undefined);
    async function destroy(): Promise<void> {
      stop.abort();
      await ended;
      await rm(stateDir, { recursive: true, force: true });
    }
    cleanUp.push(destroy);
    return destroy;
  }

  function readState(): Promise<ClusterSync> {
    const input = { clusterId };
    return readSync({ ctx: world.person("viewer"), input });
  }

  /** What the product sees running: each workload with its pods that are ready, and their images. */
  async function runningWorkloads(): Promise<Readonly<Record<string, readonly string[]>>> {
    const rows = await world.store.read(world.organization.id, (tx) => tx.workloads({ clusterId }));
    return Object.fromEntries(
      rows.map(({ key, observed }) => [
        key,
        observed.pods
          .filter(({ ready, deleting }) => ready && !deleting)
          .flatMap(({ containers }) => containers.map((container) => container.image)),
      ]),
    );
  }

  const everythingRuns = Object.fromEntries(
    services.map((service) => [
      `shop:deployment/${service}`,
      Array.from({ length: 2 }, () => image(service, "1.2.0")),
    ]),
  );

  it("is restored from git by enrolling a new agent for the same path", async () => {
    const first = await startCluster("first");
    const stopFirst = await enrolAgent(first);
    const { id: organizationId } = world.organization;
    const input = { organizationId, configRepositoryId: world.repositoryId, branch: "main" };
    await readBranch({ ctx: world.worker(), input });
    await expect.poll(runningWorkloads, patience).toEqual(everythingRuns);
    await expect.poll(async () => (await readState()).report, patience).toMatchObject({ ok: true });
    const before = await objectsIn(first.client);
    const tip = await world.git.git("rev-parse", "main");

    await stopFirst();
    await first.lose();

    const second = await startCluster("second");
    await expect(second.client.send({ path: inventoryPath, signal })).rejects.toThrow(/not found/);
    await enrolAgent(second);
    await expect
      .poll(async () => (await objectsIn(second.client).catch(() => null))?.names, patience)
      .toEqual(before.names);
    await expect.poll(runningWorkloads, patience).toEqual(everythingRuns);
    const after = await objectsIn(second.client);
    expect(after.uids.some((uid) => before.uids.includes(uid))).toBe(false);
    await expect
      .poll(async () => (await readState()).report, patience)
      .toMatchObject({
        ok: true,
        summary: { revision: tip.trim(), problems: [] },
      });
    expect((await readState()).newest).toMatchObject({ askedBy: null, consents: [] });
    expect(await world.git.git("rev-parse", "main")).toBe(tip);
    expect(await second.client.send({ path: inventoryPath, signal })).toBeDefined();
  });
});

const kinds = [
  "/api/v1/namespaces/shop/configmaps",
  "/apis/apps/v1/namespaces/shop/deployments",
  "/apis/shop.acme.dev/v1/namespaces/shop/widgets",
];

/** The objects that git contains, as the cluster has them. */
async function objectsIn(
  client: KubeClient,
): Promise<{ readonly names: readonly string[]; readonly uids: readonly string[] }> {
  const found: { readonly name: string; readonly uid: string }[] = [];
  for (const kind of kinds) {
    const { items } = Items.parse(await client.send({ path: kind, signal }));
    found.push(...items.map(({ metadata }) => metadata));
  }
  const ours = found.filter(({ name }) => name !== "kube-root-ca.crt");
  return { names: ours.map(({ name }) => name), uids: ours.map(({ uid }) => uid) };
}

/** A namespace, a kind of its own with an object, settings and three services, in an order that needs sorting. */
function everything(): string {
  const metadata = { name: "settings", namespace: "shop" };
  const objects = [
    { apiVersion: "shop.acme.dev/v1", kind: "Widget", metadata: { ...metadata, name: "one" } },
    { apiVersion: "v1", kind: "ConfigMap", metadata, data: { colour: "green" } },
    ...services.map(deployment),
    definition,
    { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } },
  ];
  return objects.map((object) => JSON.stringify(object)).join("\n---\n");
}

function deployment(name: string): object {
  const labels = { app: name };
  const containers = [{ name, image: image(name, "1.2.0") }];
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace: "shop" },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers } },
    },
  };
}

const definition = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "widgets.shop.acme.dev" },
  spec: {
    group: "shop.acme.dev",
    names: { plural: "widgets", singular: "widget", kind: "Widget", listKind: "WidgetList" },
    scope: "Namespaced",
    versions: [
      { name: "v1", served: true, storage: true, schema: { openAPIV3Schema: { type: "object" } } },
    ],
  },
};
