import { once } from "node:events";
import { createServer } from "node:http";
import type { ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { formatMetrics } from "./metrics.ts";
import type { Metric } from "./metrics.ts";

export interface HealthServer {
  readonly port: number;
  close(): void;
}

/**
 * Answers the kubelet and Prometheus: `/healthz` as long as the process turns, `/readyz` once `isReady`, `/metrics`.
 * Nothing it says names an object of the cluster.
 */
export async function startHealthServer(options: {
  /** 0 takes any free port. */
  readonly port: number;
  readonly isReady: () => boolean;
  readonly metrics: () => readonly Metric[];
}): Promise<HealthServer> {
  const { isReady, metrics } = options;
  const server = createServer((request, response) => {
    switch (request.url) {
      case "/healthz":
        return answer(response, 200, "ok\n");
      case "/readyz":
        return isReady() ? answer(response, 200, "ok\n") : answer(response, 503, "not enrolled\n");
      case "/metrics":
        return answer(response, 200, formatMetrics(metrics()));
      default:
        return answer(response, 404, "not found\n");
    }
  });
  server.listen(options.port);
  await once(server, "listening");
  return {
    port: portOf(server.address()),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "text/plain; version=0.0.4; charset=utf-8" });
  response.end(text);
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === "object" && address !== null ? address.port : 0;
}
