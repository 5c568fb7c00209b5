import { createServer } from "node:http";

import { expect, it, vi } from "vitest";

import { createGatewayAgent } from "#agent/stream/gateway-agent.ts";
import { GatewaySocket } from "#agent/stream/gateway-socket.ts";
import { listen } from "#sandbox/http/listen.ts";

import { openIdentity } from "./open-identity.ts";

it.each([404, 410, 426, 500, 503])(
  "the agent goes on trying where the gateway answers %i",
  async (status) => {
    const asked = vi.fn<() => void>();
    const server = createServer((_request, response) => {
      asked();
      response.writeHead(status).end();
    });
    server.on("upgrade", (_request, socket) =>
      socket.end(`HTTP/1.1 ${status} Gone\r\ncontent-length: 0\r\n\r\n`),
    );
    const url = `http://127.0.0.1:${await listen(server, 0)}`;
    const agent = await createGatewayAgent({ url, caFile: undefined, env: { NODE_ENV: "test" } });
    const end = new AbortController();
    const { signal } = end;
    const log = () => {};
    const store = { load: () => Promise.resolve(null), save: () => Promise.resolve() };
    const token = "t".repeat(43);
    const asking = { store, token, gateway: url, agent, clusterUid: undefined, log, signal };
    const enrolling = openIdentity(asking);
    const failed = vi.fn<() => void>();
    enrolling.catch(failed);
    await vi.waitFor(() => expect(asked.mock.calls.length).toBeGreaterThan(2), 5_000);
    expect(failed).not.toHaveBeenCalled();
    const socket = new GatewaySocket({ url, agent, deadMs: 5_000, log, signal });
    expect(await socket.opened()).toBe(false);
    end.abort();
    await expect(enrolling).rejects.toThrow();
    agent.destroy();
    server.close();
    server.closeAllConnections();
  },
);
