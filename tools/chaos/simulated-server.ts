import { randomUUID } from "node:crypto";
import { createServer } from "node:http";

import { kubeconfig } from "#sandbox/clusters/kubeconfig.ts";
import { listen } from "#sandbox/http/listen.ts";
import { objectKey } from "#sandbox/kubernetes/object.ts";
import { createSimulatedCluster } from "#sandbox/kubernetes/simulated-cluster.ts";
import type { SimulatedCluster } from "#sandbox/kubernetes/simulated-cluster.ts";

import type { ChaosServer } from "./chaos-server.ts";

/** The simulated API over HTTP; what it stores survives a stop, as etcd survives one of the API server. */
export async function startSimulatedServer(): Promise<ChaosServer> {
  const cluster = createSimulatedCluster({
    name: "chaos",
    now: () => new Date(),
    newUid: randomUUID,
  });
  removeDefinitions(cluster);
  const server = createServer((request, response) =>
    cluster.handle(request, response, request.url ?? ""),
  );
  const port = await listen(server, 0);
  async function stop(): Promise<void> {
    const closed = new Promise((resolve) => server.close(resolve));
    cluster.dropWatches();
    server.closeAllConnections();
    await closed;
  }
  return {
    port,
    kubeconfig: (proxied) =>
      kubeconfig({ name: "chaos", server: `http://127.0.0.1:${proxied}`, token: "any" }),
    async stop() {
      await stop();
      return async () => void (await listen(server, port));
    },
    compact: async () => cluster.compact(),
    hasControllers: false,
    async close() {
      cluster.close();
      if (server.listening) await stop();
    },
  };
}

/** Where there are more kinds than watches, some wait for their turn: that is not what is measured here. */
function removeDefinitions({ catalog, store }: SimulatedCluster): void {
  const kind = { apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition" };
  const definitions = catalog.findKind(kind);
  if (!definitions) return;
  for (const { metadata } of store.list(definitions, undefined)) {
    store.remove(definitions, objectKey(metadata));
  }
}
