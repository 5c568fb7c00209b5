import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

import { vi } from "vitest";

import { startHollowKubelet } from "#sandbox/kubelet/kubelet.ts";
import { startTestRegistry, type TestRegistry } from "#sandbox/kubelet/test-registry.ts";
import { createSimulatedCluster } from "#sandbox/kubernetes/simulated-cluster.ts";
import type { SimulatedCluster } from "#sandbox/kubernetes/simulated-cluster.ts";
import { startTestServer } from "#sandbox/kubernetes/test-server.ts";
import { KubernetesTestClient } from "#test/contracts/kubernetes/test-client.ts";

import { startControllers } from "./controllers.ts";
import type { Kinds } from "./kinds.ts";
import { TypedObjects } from "./typed-objects.ts";

/** A cluster with controllers, a kubelet of three nodes and a registry, reached over HTTP. */
export interface TestWorld {
  readonly cluster: SimulatedCluster;
  readonly objects: TypedObjects;
  readonly registry: TestRegistry;
  readonly client: KubernetesTestClient;
  readonly server: string;
  /** Applies a manifest on the server, as the manager "test". */
  apply(manifest: Manifest): Promise<void>;
  close(): Promise<void>;
}

export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly [field: string]: unknown;
}

vi.setConfig({ testTimeout: 30_000 });

const pace = { pullMs: 2, startMs: 10, backOffMs: 20 };
const deadlineMs = 10_000;

export async function startTestWorld(): Promise<TestWorld> {
  const stop = new AbortController();
  const registry = await startTestRegistry();
  const cluster = createSimulatedCluster({
    name: "test",
    now: () => new Date(),
    newUid: randomUUID,
  });
  const server = await startTestServer((request, response) =>
    cluster.handle(request, response, request.url ?? "/"),
  );
  const controllers = startControllers(cluster);
  startHollowKubelet({
    server: server.url,
    registry: registry.url,
    nodes: 3,
    pace: () => pace,
    signal: stop.signal,
  });
  const client = new KubernetesTestClient(server.url, "");
  return {
    cluster,
    objects: new TypedObjects(cluster),
    registry,
    client,
    server: server.url,
    async apply(manifest) {
      const type = "application/apply-patch+yaml";
      const path = `${pathOf(cluster, manifest)}?fieldManager=test&force=true`;
      const { code, body } = await client.patch({ path, type, body: manifest });
      if (code >= 300)
        throw new Error(`Applying was answered with ${code}: ${JSON.stringify(body)}`);
    },
    async close() {
      stop.abort();
      controllers.close();
      cluster.close();
      await Promise.all([server.close(), registry.close()]);
    },
  };
}

function pathOf(cluster: SimulatedCluster, { apiVersion, kind, metadata }: Manifest): string {
  const resource = cluster.catalog.findKind({ apiVersion, kind });
  const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const { namespace = "default", name } = metadata;
  return `${root}${resource?.namespaced ? `/namespaces/${namespace}` : ""}/${resource?.plural}/${name}`;
}

/** The object once it meets the condition; rejects with what it is after ten seconds. */
export async function eventually<K extends keyof Kinds>(
  world: TestWorld,
  { kind, name, is }: { kind: K; name: string; is: (object: Kinds[K]) => boolean },
): Promise<Kinds[K]> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    const object = world.objects.get(kind, { namespace: "default", name });
    if (object && is(object)) return object;
    if (Date.now() > deadline) {
      throw new Error(`${kind} ${name} did not get there: ${JSON.stringify(object?.status)}`);
    }
    await sleep(5);
  }
}

/** What the probe returns once it returns anything but undefined; rejects after ten seconds. */
export async function found<T>(probe: () => T | undefined): Promise<T> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    const value = probe();
    if (value !== undefined) return value;
    if (Date.now() > deadline) throw new Error("Nothing was found within ten seconds.");
    await sleep(5);
  }
}
