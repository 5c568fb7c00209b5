import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { Agent, createServer } from "node:http";
import type { Server } from "node:http";

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocketServer } from "ws";
import type { WebSocket } from "ws";

import { listen } from "#sandbox/http/listen.ts";

import { GatewaySocket } from "./gateway-socket.ts";

/** More than the buffers of both ends hold, and nothing that could be compressed. */
const frames = Array.from({ length: 60 }, () => randomBytes(150_000).toString("base64"));

let server: Server;
let sockets: WebSocketServer;
let agent: Agent;
let socket: GatewaySocket;
let gateway: WebSocket;

beforeEach(async () => {
  server = createServer();
  sockets = new WebSocketServer({ server });
  agent = new Agent();
  const url = `http://127.0.0.1:${await listen(server, 0)}`;
  const connected = once(sockets, "connection");
  const { signal } = new AbortController();
  socket = new GatewaySocket({ url, agent, deadMs: 60_000, log: () => {}, signal });
  expect(await socket.opened()).toBe(true);
  [gateway] = await connected;
});

afterEach(() => {
  for (const client of sockets.clients) client.terminate();
  server.close();
  agent.destroy();
});

describe("a connection to a gateway that reads no more", { timeout: 20_000 }, () => {
  it("lets go of what is being sent when it is closed", async () => {
    gateway.pause();
    const sending = frames.map((text) => socket.sendText(text));
    socket.close();
    await Promise.all(sending);
    expect(socket.signal.aborted).toBe(true);
  });

  it("lets go of it too when the gateway ends it with a word", async () => {
    gateway.pause();
    const sending = frames.map((text) => socket.sendText(text));
    gateway.send(JSON.stringify({ type: "kicked", reason: "replaced" }));
    expect(await socket.receive()).toEqual({ type: "kicked", reason: "replaced" });
    socket.close();
    await Promise.all(sending);
    expect(await socket.receive()).toBeNull();
  });
});
