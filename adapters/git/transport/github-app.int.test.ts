import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { createGitHost } from "#adapters/git/git-host.ts";
import type { GitCredentials } from "#ports/git-repository.ts";
import { ensureRepository } from "#sandbox/git/bare-repository.ts";
import { createGitServer } from "#sandbox/git/serve.ts";
import { SimulatedAppApi } from "#sandbox/git/simulated-app.ts";
import { listen } from "#sandbox/http/listen.ts";

const { publicKey, privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs1", format: "pem" },
});
const inner = { user: "inside", password: "inside" };
const hourMs = 3_600_000;

let root: string;
let server: Server;
let origin: string;
let api: SimulatedAppApi;

async function start(lifetimeMs: number): Promise<void> {
  api = new SimulatedAppApi({ appId: "7", installationId: "42", publicKey }, lifetimeMs);
  const git = createGitServer({ root, ...inner });
  server = createServer((request, response) => {
    if (request.url?.startsWith("/app/") === true) return api.serve(request, response);
    if (!api.isGood(request.headers.authorization)) return void response.writeHead(401).end();
    const inside = Buffer.from(`${inner.user}:${inner.password}`).toString("base64");
    request.headers.authorization = `Basic ${inside}`;
    git.serve(request, response, (request.url ?? "").split("?")[0] ?? "/");
  });
  origin = `http://127.0.0.1:${await listen(server, 0)}`;
}

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "stagecoach-app-"));
  const branches = new Map([["main", new Map([["a.yaml", "a: 1\n"]])]]);
  await ensureRepository({ directory: path.join(root, "config.git"), branches, now: new Date(0) });
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(root, { recursive: true, force: true, maxRetries: 10 });
});

function open(changes: Partial<Extract<GitCredentials, { kind: "github-app" }>> = {}) {
  const app = { appId: "7", installationId: "42", privateKey, apiUrl: `${origin}/`, ...changes };
  const credentials = { kind: "github-app", ...app } as const;
  const host = createGitHost({ folder: path.join(root, "mirrors") });
  return host.branch({ url: `${origin}/config.git`, credentials }, "main");
}

describe("a GitHub App", () => {
  it("buys one token for many requests", async () => {
    await start(hourMs);
    const branch = open();
    await branch.fetch();
    await branch.fetch();
    expect(api.sold).toBe(1);
  });

  it("buys another before the first one ends", async () => {
    await start(60_000);
    const branch = open();
    await branch.fetch();
    await branch.fetch();
    expect(api.sold).toBeGreaterThan(1);
  });

  it("buys another when its token was taken back", async () => {
    await start(hourMs);
    const branch = open();
    await branch.fetch();
    api.revoke();
    expect((await branch.fetch()).blobs.size).toBe(1);
    expect(api.sold).toBe(2);
  });

  it.each([
    { about: "an app that GitHub does not know", changes: { appId: "8" }, code: "forbidden" },
    { about: "another installation", changes: { installationId: "43" }, code: "forbidden" },
    { about: "a key that is none", changes: { privateKey: "-----BEGIN" }, code: "invalid" },
  ])("names $about", async ({ changes, code }) => {
    await start(hourMs);
    await expect(open(changes).fetch()).rejects.toMatchObject({ code });
  });

  it("names a foreign key", async () => {
    await start(hourMs);
    const other = generateKeyPairSync("rsa", {
      modulusLength: 2048,
      publicKeyEncoding: { type: "spki", format: "pem" },
      privateKeyEncoding: { type: "pkcs8", format: "pem" },
    });
    await expect(open({ privateKey: other.privateKey }).fetch()).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});
