import http from "node:http";
import { connect } from "node:net";

import { listen } from "#sandbox/http/listen.ts";

export interface ConnectProxy {
  readonly port: number;
  /** What it was asked to open, as in `gateway.example.com:443`. */
  readonly asked: string[];
  close(): void;
}

/** A proxy that leads every name to one local port; with `user` it wants to be told `user:password`. */
export async function startConnectProxy(to: {
  readonly port: number;
  readonly user?: string;
}): Promise<ConnectProxy> {
  const asked: string[] = [];
  const expected = to.user && `Basic ${Buffer.from(to.user).toString("base64")}`;
  const server = http.createServer((_request, response) => response.writeHead(403).end());
  server.on("connect", (request, client) => {
    client.on("error", () => {});
    if (expected && request.headers["proxy-authorization"] !== expected) {
      client.end("HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n");
      return;
    }
    asked.push(request.url ?? "");
    const upstream = connect(to.port, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 OK\r\n\r\n");
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on("error", () => client.destroy());
    client.on("close", () => upstream.destroy());
  });
  const port = await listen(server, 0);
  return {
    port,
    asked,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
