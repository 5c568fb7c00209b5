import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";

import { afterEach, describe, expect, it } from "vitest";

import { flushPacket, pktLine } from "#adapters/git/pkt-line.ts";
import { makeCertificate } from "#sandbox/http/certificate.ts";
import { listen } from "#sandbox/http/listen.ts";

import { Transports } from "./transports.ts";

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const credentials = { kind: "basic", username: "bot", password: "hunter2" } as const;
const limits = { connectMs: 2_000, idleMs: 2_000, keepMs: 1_000 };
const greeting = Buffer.concat([pktLine("version 2\n"), flushPacket]);
const service = Buffer.concat([pktLine("# service=git-upload-pack\n"), flushPacket, greeting]);

const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function serve(answer: Answer): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  return `http://127.0.0.1:${await listen(server, 0)}`;
}

function advertise(origin: string, ca?: string) {
  const remote = { url: `${origin}/a.git`, credentials, ...(ca !== undefined && { ca }) };
  const { transport } = new Transports({ limits }).of(remote);
  return transport.uploadPack().then((session) => session.advertisement());
}

function push(origin: string) {
  const remote = { url: `${origin}/a.git`, credentials };
  return new Transports({ limits }).of(remote).transport.receivePack(Buffer.from("0000"));
}

describe("a redirect", () => {
  it("to another origin goes without the credentials", async () => {
    const seen: (string | undefined)[] = [];
    const other = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.end(service);
    });
    const first = await serve((request, response) => {
      seen.push(request.headers.authorization?.slice(0, 5));
      response.writeHead(301, { location: `${other}${request.url ?? ""}` }).end();
    });
    expect(await advertise(first)).toEqual(greeting);
    expect(seen).toEqual(["Basic", undefined]);
  });

  it.each([
    ["to a page", "/login"],
    ["to a file", "file:///etc/passwd"],
    ["to itself", "/a.git/info/refs?service=git-upload-pack"],
  ])("%s is not followed", async (_, location) => {
    const origin = await serve((_request, response) => {
      response.writeHead(302, { location }).end();
    });
    await expect(advertise(origin)).rejects.toMatchObject({ code: "unavailable" });
  });

  it("from https to http is not followed", async () => {
    const plain = await serve((_request, response) => response.end(service));
    const certificate = makeCertificate();
    const secure = createSecureServer(certificate, (request, response) => {
      response.writeHead(301, { location: `${plain}${request.url ?? ""}` }).end();
    });
    servers.push(secure);
    const origin = `https://127.0.0.1:${await listen(secure, 0)}`;
    await expect(advertise(origin, certificate.cert)).rejects.toThrow(/redirects to an address/);
    await expect(advertise(origin)).rejects.toMatchObject({ code: "unavailable" });
  });
});

describe("an answer", () => {
  it.each([
    { status: 401, headers: {}, code: "forbidden", data: {} },
    { status: 403, headers: {}, code: "forbidden", data: {} },
    { status: 404, headers: {}, code: "not-found", data: {} },
    { status: 413, headers: {}, code: "invalid", data: { status: 413 } },
    {
      status: 429,
      headers: { "retry-after": "7" },
      code: "unavailable",
      data: { status: 429, retryAfterMs: 7_000 },
    },
    { status: 502, headers: {}, code: "unavailable", data: { status: 502 } },
  ])("of $status is $code", async ({ status, headers, code, data }) => {
    const origin = await serve((request, response) => {
      request.resume();
      response.writeHead(status, headers).end();
    });
    await expect(push(origin)).rejects.toMatchObject({ code, data });
  });

  it("may say why in plain text", async () => {
    const origin = await serve((_request, response) => {
      response.writeHead(403, { "content-type": "text/plain" }).end("SSO is required.\n");
    });
    await expect(advertise(origin)).rejects.toThrow(/It said: SSO is required\./);
  });
});

it("connects to no address inside the network where that is not allowed", async () => {
  const origin = await serve((_request, response) => response.end(service));
  const remote = { url: `${origin.replace("127.0.0.1", "localhost")}/a.git`, credentials };
  const { transport } = new Transports({ limits, reach: "public" }).of(remote);
  const session = await transport.uploadPack();
  await expect(session.advertisement()).rejects.toMatchObject({ code: "forbidden" });
});
