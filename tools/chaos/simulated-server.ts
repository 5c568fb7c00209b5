import { randomUUID } from "node:crypto";
import { createServer } from "node:http";

import { listen } from "#sandbox/http/listen.ts";
import { createSimulatedCluster } from "#sandbox/kubernetes/simulated-cluster.ts";

/** An API server that can be made to fall over. */
export interface ChaosServer {
  readonly port: number;
  /** Part of the kubeconfig: how the server at another address of this machine is reached. */
  readonly kubeconfig: (port: number) => string;
  /** Ends every connection and answers none until the returned function is called. */
  readonly stop: () => Promise<() => Promise<void>>;
  /** Forgets what was before; null where that cannot be asked for. */
  readonly compact: (() => void) | null;
  /** Whether controllers of the cluster make the parts of workloads. */
  readonly hasControllers: boolean;
  readonly close: () => Promise<void>;
}

/** The simulated API over HTTP; what it stores survives a stop, as etcd survives one of the API server. */
export async function startSimulatedServer(
  kubeconfig: (server: string) => string,
): Promise<ChaosServer> {
  const cluster = createSimulatedCluster({
    name: "chaos",
    now: () => new Date(),
    newUid: randomUUID,
  });
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
    kubeconfig: (proxied) => kubeconfig(`http://127.0.0.1:${proxied}`),
    async stop() {
      await stop();
      return async () => void (await listen(server, port));
    },
    compact: () => cluster.compact(),
    hasControllers: false,
    async close() {
      cluster.close();
      if (server.listening) await stop();
    },
  };
}
