import https from "node:https";

import type { ClusterApi } from "./cluster-api.ts";

/** A Kubernetes API server behind TLS, and whom to speak as when a request brings no token. */
export interface ApiBehindTls {
  readonly server: string;
  readonly ca: string;
  readonly token: string;
}

/**
 * Passes requests on to an API server, watches too, as they come and go: what `kubectl proxy` does. A request that
 * brings a token of its own is passed on with that.
 */
export function createApiDoor(api: ApiBehindTls): ClusterApi {
  const agent = new https.Agent({ keepAlive: true, ca: api.ca });
  return {
    handle(request, response, path) {
      const { host: _host, connection: _connection, ...headers } = request.headers;
      const call = https.request(new URL(path, api.server), {
        agent,
        method: request.method,
        headers: { authorization: `Bearer ${api.token}`, ...headers },
      });
      call.on("response", (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        response.flushHeaders();
        answer.pipe(response);
        answer.on("error", () => response.destroy());
      });
      call.on("error", () => {
        if (response.headersSent) response.destroy();
        else response.writeHead(502).end();
      });
      response.on("close", () => call.destroy());
      request.pipe(call);
    },
    close: () => agent.destroy(),
  };
}
