import { connect, createServer, type Socket } from "node:net";

import { listen } from "#sandbox/http/listen.ts";

export interface NetworkAddress {
  readonly host: string;
  readonly port: number;
}

/** The network between a cluster's agent and the product's gateway: a TCP proxy that can be cut. */
export interface GatewayProxy {
  readonly port: number;
  readonly connected: boolean;
  /** Ends every connection at once and refuses new ones until `restore`. */
  cut(): void;
  restore(): void;
  close(): Promise<void>;
}

/** Starts the proxy; `target` is asked at every connection, so that the gateway may start later. */
export async function startGatewayProxy(
  target: () => NetworkAddress | undefined,
): Promise<GatewayProxy> {
  const sockets = new Set<Socket>();
  let connected = true;
  const server = createServer((agent) => {
    const address = target();
    if (!connected || address === undefined) {
      agent.resetAndDestroy();
      return;
    }
    const gateway = connect(address);
    join(agent, gateway);
    join(gateway, agent);
  });

  function join(from: Socket, to: Socket): void {
    sockets.add(from);
    from.pipe(to);
    from.on("error", () => to.destroy());
    from.on("close", () => {
      sockets.delete(from);
      to.destroy();
    });
  }

  function cut(): void {
    connected = false;
    for (const socket of sockets) socket.destroy();
  }

  return {
    port: await listen(server, 0),
    get connected() {
      return connected;
    },
    cut,
    restore() {
      connected = true;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
}
