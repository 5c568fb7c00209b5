import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { afterAll, beforeAll, expect, it } from "vitest";

import { encodeCommit } from "./commit-object.ts";
import { makeSigningKey } from "./ssh-signature.ts";

const run = promisify(execFile);
const key = makeSigningKey("stagecoach/acme");
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "signed-commit-"));
  await run("git", ["init", "-q", "--bare", "-b", "main", folder]);
});
afterAll(() => rm(folder, { recursive: true }));

async function git(...args: readonly string[]): Promise<string> {
  const { stdout, stderr } = await run("git", ["-C", folder, ...args]);
  return stdout + stderr;
}

/** Writes the commit as a loose object, checked as git checks what is pushed; returns its id. */
async function write(signingKey: string | null): Promise<string> {
  const tree = (await git("hash-object", "-w", "-t", "tree", "/dev/null")).trim();
  const { data } = encodeCommit({
    tree,
    parent: null,
    author: { name: "Ana", email: "ana@acme.test" },
    authoredAt: new Date("2026-03-01T12:00:00Z"),
    committer: { name: "Stagecoach", email: "stagecoach@acme.test" },
    at: new Date("2026-03-01T12:00:05Z"),
    message: "promote(prod): cart 1.2.0\n\nRelease-Id: 7\n",
    signingKey,
  });
  const file = path.join(folder, "commit");
  await writeFile(file, data);
  return (await git("hash-object", "-w", "-t", "commit", file)).trim();
}

async function allow(publicKey: string): Promise<void> {
  const file = path.join(folder, "allowed_signers");
  await writeFile(file, `stagecoach@acme.test namespaces="git" ${publicKey}\n`);
  await git("config", "gpg.ssh.allowedSignersFile", file);
}

it("verifies with git for those who allow the key", async () => {
  const commit = await write(key.privateKey);
  await allow(key.publicKey);
  expect(await git("verify-commit", commit)).toContain('Good "git" signature');
  expect((await git("log", "-1", "--format=%G? %GS %an %cn", commit)).trim()).toBe(
    "G stagecoach@acme.test Ana Stagecoach",
  );
});

it("does not verify with another key", async () => {
  const commit = await write(key.privateKey);
  await allow(makeSigningKey("other").publicKey);
  await expect(git("verify-commit", commit)).rejects.toThrow();
});

it("is no signed commit without a key", async () => {
  const commit = await write(null);
  await allow(key.publicKey);
  expect((await git("log", "-1", "--format=%G?", commit)).trim()).toBe("N");
});

it("is a sound object", async () => {
  const commit = await write(key.privateKey);
  await git("update-ref", "refs/heads/main", commit);
  expect(await git("fsck", "--strict", "--no-dangling")).toBe("");
});
