import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import ssh2 from "ssh2";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { createGitHost } from "#adapters/git/git-host.ts";
import { ensureRepository } from "#sandbox/git/bare-repository.ts";
import { startSshGitServer } from "#sandbox/git/ssh-server.ts";
import type { SshGitServer } from "#sandbox/git/ssh-server.ts";
import { makeKey } from "#test/git-ways.ts";

const deploy = makeKey();
let root: string;
let server: SshGitServer;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "stagecoach-trust-"));
  const branches = new Map([["main", new Map([["a.yaml", "a: 1\n"]])]]);
  await ensureRepository({ directory: path.join(root, "config.git"), branches, now: new Date(0) });
  server = await start();
});

afterEach(async () => {
  await server.close();
  await rm(root, { recursive: true, force: true, maxRetries: 10 });
});

function start(): Promise<SshGitServer> {
  return startSshGitServer({
    root,
    key: makeKey().private,
    deployKeys: () => [{ publicKey: deploy.public, canWrite: true }],
  });
}

function open(hostKey: string | undefined, privateKey = deploy.private, passphrase?: string) {
  const host = createGitHost({ folder: path.join(root, "mirrors") });
  return host.branch(
    {
      url: `ssh://git@127.0.0.1:${server.port}/config.git`,
      credentials: { kind: "ssh-key", privateKey, passphrase: passphrase ?? null },
      ...(hostKey !== undefined && { hostKey }),
    },
    "main",
  );
}

function fingerprint(hostKey: string): string {
  const bytes = Buffer.from(hostKey.split(" ")[1] ?? "", "base64");
  return `SHA256:${createHash("sha256").update(bytes).digest("base64").replaceAll("=", "")}`;
}

describe("the key of an ssh host", () => {
  it.each([
    { form: "its fingerprint", write: (key: string) => fingerprint(key) },
    { form: "the key itself", write: (key: string) => key },
    { form: "a line of known_hosts", write: (key: string) => `[127.0.0.1]:22 ${key} a comment` },
  ])("is trusted by $form", async ({ write }) => {
    expect((await open(write(server.hostKey)).fetch()).blobs.size).toBe(1);
  });

  it("is shown and not trusted when nobody confirmed it", async () => {
    await expect(open(undefined).fetch()).rejects.toMatchObject({
      code: "forbidden",
      data: { kind: "unknown", presented: fingerprint(server.hostKey), hostKey: server.hostKey },
    });
  });

  it("is refused with both fingerprints when it changed", async () => {
    const other = await start();
    const refusal = open(other.hostKey).fetch();
    await expect(refusal).rejects.toMatchObject({
      code: "forbidden",
      data: {
        kind: "changed",
        presented: fingerprint(server.hostKey),
        trusted: fingerprint(other.hostKey),
      },
    });
    await other.close();
  });
});

describe("a deploy key", () => {
  it("may have a passphrase, and may be RSA", async () => {
    const passphrase = "correct horse";
    const rsa = ssh2.utils.generateKeyPairSync("rsa", {
      bits: 2048,
      passphrase,
      cipher: "aes256-cbc",
    });
    const keys = [{ publicKey: rsa.public, canWrite: true }];
    await server.close();
    server = await startSshGitServer({ root, key: makeKey().private, deployKeys: () => keys });
    expect((await open(server.hostKey, rsa.private, passphrase).fetch()).blobs.size).toBe(1);
    await expect(open(server.hostKey, rsa.private, "wrong").fetch()).rejects.toMatchObject({
      code: "invalid",
    });
  });

  it("is used again on a new connection when the host cut the kept one", async () => {
    const branch = open(server.hostKey);
    await branch.fetch();
    server.cut();
    expect((await branch.fetch()).blobs.size).toBe(1);
  });
});
