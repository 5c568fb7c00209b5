import { generateKeyPairSync, randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import http from "node:http";
import https from "node:https";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { WebSocketServer } from "ws";
import { z } from "zod";

import { createFileIdentityStore } from "#agent/identity/file-identity-store.ts";
import { agentVersion, serverVersionHeader } from "#contracts/agent-version.ts";
import { listen } from "#sandbox/http/listen.ts";
import { startConnectProxy } from "#test/connect-proxy.ts";
import type { ConnectProxy } from "#test/connect-proxy.ts";
import { TlsAuthority } from "#test/tls-authority.ts";
import type { Certificate } from "#test/tls-authority.ts";

import { doctorCommand } from "./doctor-command.ts";

const name = "gateway.acme.test";
const Report = z.object({
  version: z.string(),
  ok: z.boolean(),
  findings: z.array(
    z.object({
      check: z.string(),
      status: z.string(),
      found: z.string(),
      next: z.string().optional(),
    }),
  ),
});

let authority: TlsAuthority;
let stranger: TlsAuthority;
let folder: string;
let closing: (() => void)[];
/** What a gateway does differently. */
let answers: { readonly status: number; readonly headers: Record<string, string> };
let takesWebSockets: boolean;

beforeAll(async () => {
  authority = new TlsAuthority();
  stranger = new TlsAuthority("Someone Else");
  folder = await mkdtemp(path.join(tmpdir(), "doctor-"));
  closing = [];
});
afterAll(async () => {
  for (const close of closing) close();
  authority.remove();
  stranger.remove();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  answers = { status: 200, headers: { [serverVersionHeader]: agentVersion } };
  takesWebSockets = true;
});

/** A gateway that a proxy leads to, whatever name it is called by. */
async function startGateway(certificate: Certificate, user?: string): Promise<ConnectProxy> {
  const server = https.createServer(certificate, (_request, response) => {
    response.writeHead(answers.status, answers.headers).end("ok");
  });
  const sockets = new WebSocketServer({ noServer: true });
  server.on("upgrade", (request, socket, head) => {
    if (takesWebSockets) sockets.handleUpgrade(request, socket, head, () => {});
    else socket.end("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n");
  });
  const port = await listen(server, 0);
  const proxy = await startConnectProxy({ port, ...(user !== undefined && { user }) });
  closing.push(() => {
    proxy.close();
    server.close();
    server.closeAllConnections();
  });
  return proxy;
}

/** What the doctor finds; there is no Kubernetes in these tests. */
async function examine(env: Record<string, string>, now = () => new Date()) {
  let text = "";
  const code = await doctorCommand({
    args: ["--json"],
    env: {
      NODE_ENV: "test",
      STAGECOACH_GATEWAY: `https://${name}`,
      STAGECOACH_STATE_DIR: folder,
      ...env,
    },
    now,
    write: (part) => (text += part),
  });
  const { findings } = Report.parse(JSON.parse(text));
  return { code, findings, of: (check: string) => findings.find((each) => each.check === check) };
}

function through({ port }: ConnectProxy, caFile: string | null = authority.file) {
  const HTTPS_PROXY = `http://127.0.0.1:${port}`;
  return { HTTPS_PROXY, ...(caFile !== null && { STAGECOACH_CA_FILE: caFile }) };
}

describe("the doctor", () => {
  it("finds nothing wrong with a gateway behind a proxy and a private authority", async () => {
    const { findings } = await examine(through(await startGateway(authority.issue(name))));
    const gateway = findings.filter(({ check }) => !["identity", "API server"].includes(check));
    expect(gateway.map(({ check, status }) => [check, status])).toEqual(
      [
        "configuration",
        "DNS",
        "proxy",
        "CA file",
        "TLS",
        "gateway",
        "clock",
        "version",
        "WebSocket",
      ].map((check) => [check, "ok"]),
    );
  });

  it("ends with 1 where something failed, and with 2 where it is not understood", async () => {
    expect((await examine({})).code).toBe(1);
    let said = "";
    const write = (text: string): void => void (said += text);
    const now = () => new Date();
    const env = { NODE_ENV: "test" } as const;
    expect(await doctorCommand({ args: ["--yaml"], env, now, write })).toBe(2);
    expect(said).toContain("usage:");
    said = "";
    expect(await doctorCommand({ args: [], env, now, write })).toBe(1);
    expect(said).toMatch(/^FAIL {2}configuration {2}.*STAGECOACH_GATEWAY/);
    expect(said).toMatch(/→ Set what it names/);
  });
});

describe("the doctor says what is wrong", () => {
  const cases: readonly (readonly [
    what: string,
    env: () => Promise<Record<string, string>>,
    check: string,
    found: RegExp,
    next: RegExp,
  ])[] = [
    [
      "no authority that is known",
      async () => through(await startGateway(authority.issue(name)), null),
      "TLS",
      /Nobody whom the agent trusts/,
      /caConfigMap/,
    ],
    [
      "the wrong authority",
      async () => through(await startGateway(authority.issue(name)), stranger.file),
      "TLS",
      /Nobody whom the agent trusts/,
      /another authority than the one that signed/,
    ],
    [
      "the wrong name",
      async () => through(await startGateway(authority.issue("other.acme.test"))),
      "TLS",
      /not made out to gateway\.acme\.test.*other\.acme\.test/,
      /a name that the certificate has/,
    ],
    [
      "a certificate that is over",
      async () => through(await startGateway(authority.issue(name, { from: -9, until: -1 }))),
      "TLS",
      /is over/,
      /renewed/,
    ],
    [
      "a certificate that is not valid yet",
      async () => through(await startGateway(authority.issue(name, { from: 2, until: 9 }))),
      "TLS",
      /not valid yet/,
      /clock/,
    ],
    [
      "a certificate that is over soon",
      async () => through(await startGateway(authority.issue(name, { from: -9, until: 3 }))),
      "TLS",
      /valid until/,
      /renewed/,
    ],
    [
      "a proxy that wants a password",
      async () => through(await startGateway(authority.issue(name), "agent:secret")),
      "proxy",
      /answered 407/,
      /user:password@/,
    ],
    [
      "a proxy that is not there",
      async () => ({ HTTPS_PROXY: `http://127.0.0.1:${await closedPort()}` }),
      "proxy",
      /nothing listens/,
      /HTTPS_PROXY/,
    ],
    [
      "a closed port",
      async () => ({ STAGECOACH_GATEWAY: `https://127.0.0.1:${await closedPort()}` }),
      "connection",
      /nothing listens on that port/,
      /STAGECOACH_GATEWAY/,
    ],
    [
      "a name that nobody knows",
      async () => ({ STAGECOACH_GATEWAY: "https://gateway.acme.invalid" }),
      "DNS",
      /not found/,
      /STAGECOACH_GATEWAY/,
    ],
    [
      "a port that speaks no TLS",
      async () => {
        const server = http.createServer((_request, response) => response.end());
        closing.push(() => server.close());
        return { STAGECOACH_GATEWAY: `https://127.0.0.1:${await listen(server, 0)}` };
      },
      "TLS",
      /does not speak TLS/,
      /port/,
    ],
    [
      "an authority's file that is not there",
      async () => through(await startGateway(authority.issue(name)), "/none/ca.crt"),
      "CA file",
      /cannot be used/,
      /caConfigMap/,
    ],
    [
      "another server than a gateway",
      async () => {
        answers = { status: 404, headers: {} };
        return through(await startGateway(authority.issue(name)));
      },
      "gateway",
      /answers 404/,
      /not the web application's/,
    ],
    [
      "a gateway that wants no WebSocket",
      async () => {
        takesWebSockets = false;
        return through(await startGateway(authority.issue(name)));
      },
      "WebSocket",
      /403/,
      /let WebSockets through/,
    ],
    [
      "a gateway that is far ahead of the agent",
      async () => {
        answers = { status: 200, headers: { [serverVersionHeader]: "9.0.0" } };
        return through(await startGateway(authority.issue(name)));
      },
      "version",
      /gateway 9\.0\.0/,
      /Upgrade the agent/,
    ],
    ["no Kubernetes", async () => ({}), "API server", /runs in no cluster/, /KUBECONFIG/],
    ["no identity and no token", async () => ({}), "identity", /no token/, /cluster's page/],
    [
      "a state folder that is not there",
      async () => ({ STAGECOACH_STATE_DIR: "/none" }),
      "identity",
      /cannot be written/,
      /volume/,
    ],
  ];

  it.each(cases)("%s", async (_what, env, check, found, next) => {
    const finding = (await examine(await env())).of(check);
    expect(finding?.found).toMatch(found);
    expect(finding?.next).toMatch(next);
  });

  it.each([
    [20_000, "ok"],
    [-60_000, "warning"],
    [60_000, "warning"],
    [-600_000, "failed"],
    [600_000, "failed"],
  ])("a clock that is off by %i ms: %s", async (off, status) => {
    const date = new Date(Date.now() - off).toUTCString();
    answers = { status: 200, headers: { ...answers.headers, date } };
    const report = await examine(through(await startGateway(authority.issue(name))));
    expect(report.of("clock")).toMatchObject({ status });
  });
});

it("gives a proxy its password, and names it nowhere", async () => {
  const proxy = await startGateway(authority.issue(name), "agent:s3cret");
  const HTTPS_PROXY = `http://agent:s3cret@127.0.0.1:${proxy.port}`;
  const report = await examine({ ...through(proxy), HTTPS_PROXY });
  expect(report.of("WebSocket")?.status).toBe("ok");
  expect(JSON.stringify(report.findings)).not.toContain("s3cret");
});

it("names the identity, and nothing of its key", async () => {
  const state = path.join(folder, randomUUID());
  const { privateKey } = generateKeyPairSync("ed25519");
  await createFileIdentityStore(state).save({
    clusterId: randomUUID(),
    organization: "acme",
    cluster: "dev",
    gatewayUrl: `https://${name}`,
    generation: 4,
    privateKey,
    keySince: new Date("2026-03-01T12:00:00Z"),
    nextKey: null,
    tokenHash: "t0ken",
  });
  const report = await examine({ STAGECOACH_STATE_DIR: state });
  expect(report.of("identity")).toMatchObject({
    status: "ok",
    found: "Enrolled as acme/dev; key number 4, since 2026-03-01T12:00:00.000Z.",
  });
  expect(JSON.stringify(report.findings)).not.toMatch(/PRIVATE|t0ken/);
  await writeFile(path.join(state, "identity.json"), "{");
  expect((await examine({ STAGECOACH_STATE_DIR: state })).of("identity")?.status).toBe("failed");
});

async function closedPort(): Promise<number> {
  const server = http.createServer();
  const port = await listen(server, 0);
  await new Promise((resolve) => server.close(resolve));
  return port;
}
