import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { listen } from "#sandbox/http/listen.ts";

import { startGatewayProxy, type GatewayProxy, type NetworkAddress } from "./gateway-proxy.ts";

const echo = createServer((socket) => socket.pipe(socket).on("error", () => {}));
let target: NetworkAddress | undefined;
let proxy: GatewayProxy;

beforeAll(async () => {
  target = { host: "127.0.0.1", port: await listen(echo, 0) };
  proxy = await startGatewayProxy(() => target);
});

afterAll(async () => {
  await proxy.close();
  echo.close();
});

async function dial(): Promise<Socket> {
  const socket = connect(proxy.port, "127.0.0.1");
  socket.on("error", () => {});
  await once(socket, "connect");
  return socket;
}

/** Waits until a new connection has come to its end without anything sent. */
function refused(): Promise<void> {
  const socket = connect(proxy.port, "127.0.0.1").on("error", () => {});
  return new Promise((resolve) => socket.on("close", () => resolve()));
}

async function echoed(socket: Socket, text: string): Promise<string> {
  socket.write(text);
  const [answer] = await once(socket, "data");
  return String(answer);
}

describe("the proxy before the gateway", () => {
  it("passes bytes both ways", async () => {
    const socket = await dial();
    expect(await echoed(socket, "hello")).toBe("hello");
    socket.destroy();
  });

  it("ends connections when it is cut, refuses new ones, and can be restored", async () => {
    const socket = await dial();
    await echoed(socket, "hello");
    proxy.cut();
    await once(socket, "close");
    await refused();
    proxy.restore();
    expect(await echoed(await dial(), "again")).toBe("again");
  });

  it("refuses while it knows no gateway", async () => {
    const known = target;
    target = undefined;
    await refused();
    target = known;
  });
});
