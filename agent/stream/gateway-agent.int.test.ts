import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { WebSocketServer } from "ws";

import { listen } from "#sandbox/http/listen.ts";

import { createGatewayAgent } from "./gateway-agent.ts";
import { GatewaySocket } from "./gateway-socket.ts";

const url = "https://gateway.acme.test:9443";
/** From the system, as git is. */
const certificateProgram = "openssl";
const { signal } = new AbortController();

let folder: string;
let certificate: string;
let gateway: https.Server;
let proxy: http.Server;
let proxyUrl: string;
let asked: string[];

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "tls-"));
  certificate = path.join(folder, "cert.pem");
  const key = path.join(folder, "key.pem");
  const name = "gateway.acme.test";
  const request = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2";
  const subject = ["-subj", `/CN=${name}`, "-addext", `subjectAltName=DNS:${name}`];
  const files = ["-keyout", key, "-out", certificate];
  execFileSync(certificateProgram, [...request.split(" "), ...files, ...subject], {
    stdio: "ignore",
  });
  gateway = https.createServer({ key: readFileSync(key), cert: readFileSync(certificate) });
  const sockets = new WebSocketServer({ server: gateway });
  sockets.on("connection", (ws) => ws.send(JSON.stringify({ type: "challenge", nonce: "n" })));
  const port = await listen(gateway, 0);
  proxy = http.createServer();
  proxy.on("connect", (tunnel, client) => {
    asked.push(tunnel.url ?? "");
    const upstream = connect(port, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 OK\r\n\r\n");
      upstream.pipe(client).pipe(upstream);
    });
    for (const socket of [upstream, client]) socket.on("error", () => {});
  });
  proxyUrl = `http://127.0.0.1:${await listen(proxy, 0)}`;
});

afterAll(() => {
  gateway.closeAllConnections();
  gateway.close();
  proxy.close();
  rmSync(folder, { recursive: true });
});

beforeEach(() => {
  asked = [];
});

async function dial(caFile: string | undefined): Promise<GatewaySocket> {
  const env = { NODE_ENV: "test", HTTPS_PROXY: proxyUrl } as const;
  const agent = await createGatewayAgent({ url, caFile, env });
  return new GatewaySocket({ url, agent, deadMs: 5_000, log: () => {}, signal });
}

describe("the way to the gateway", () => {
  it("leads through the proxy, to a gateway that the given authority vouches for", async () => {
    const socket = await dial(certificate);
    expect(await socket.receive()).toEqual({ type: "challenge", nonce: "n" });
    expect(asked).toEqual(["gateway.acme.test:9443"]);
    socket.close();
  });

  it("does not lead to a gateway that nobody vouches for", async () => {
    const socket = await dial(undefined);
    expect(await socket.opened()).toBe(false);
  });
});
