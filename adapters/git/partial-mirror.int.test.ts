import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import { afterEach, beforeEach, expect, it } from "vitest";

import type { GitBranch } from "#ports/git-repository.ts";
import { GitServer } from "#test/git-server.ts";

import { largestFile } from "./fetch/upload-pack.ts";
import { createGitHost } from "./git-host.ts";

const author = { name: "Stagecoach", email: "stagecoach@localhost" };
const at = new Date("2026-01-02T03:04:05Z");
const by = { author, authoredAt: at, committer: author, at, signingKey: null };

let server: GitServer;

beforeEach(async () => {
  // Hex halves when compressed, so that a pack with the file in it cannot be mistaken for one without.
  const recording = randomBytes(largestFile / 2 + 1).toString("hex");
  server = await GitServer.start({ "apps/a.yaml": "image: a:1\n", "recording.bin": recording });
  await server.git("config", "uploadpack.allowFilter", "true");
});

afterEach(() => server.stop());

it("leaves a large file at the host, and changes what stands beside it", async () => {
  const branch = open();
  const tip = await branch.fetch();
  expect([...tip.blobs.keys()]).toEqual(["apps/a.yaml", "recording.bin"]);
  expect(await sizeOf(await mirrorIn("mirrors"))).toBeLessThan(64 * 1024);
  expect(await text(branch, tip.blobs.get("apps/a.yaml"))).toBe("image: a:1\n");

  const [commit = ""] = await branch.commit(tip.commit, [change("image: a:2\n")]);
  expect(await branch.push(tip.commit, commit)).toEqual({ kind: "pushed" });
  expect(await server.read("apps/a.yaml")).toBe("image: a:2\n");
  await server.git("fsck", "--strict");
});

it("says of a large file that it was not fetched", async () => {
  const branch = open();
  const tip = await branch.fetch();
  const reading = branch.readBlob(tip.blobs.get("recording.bin") ?? "");
  await expect(reading).rejects.toMatchObject({
    code: "invalid",
    message: "The file has 16 MB or more and was not fetched.",
  });
});

it("goes on from what others push, and git finds the mirror sound", async () => {
  const [first, second] = [open(), open("elsewhere")];
  const tip = await first.fetch();
  await second.fetch();
  const [commit = ""] = await first.commit(tip.commit, [change("image: a:3\n")]);
  await first.push(tip.commit, commit);
  const next = await second.fetch();
  expect(next.commit).toBe(commit);
  expect(await text(second, next.blobs.get("apps/a.yaml"))).toBe("image: a:3\n");
  for (const name of ["mirrors", "elsewhere"]) {
    await promisify(execFile)("git", ["-C", await mirrorIn(name), "fsck", "--strict"]);
  }
});

function open(folder = "mirrors"): GitBranch {
  const host = createGitHost({ folder: server.folder(folder) });
  return host.branch({ url: server.url, credentials: { kind: "none" } }, "main");
}

function change(content: string) {
  return {
    files: new Map([["apps/a.yaml", Buffer.from(content)]]),
    message: "Change\n",
    ...by,
  };
}

async function text(branch: GitBranch, blob = ""): Promise<string> {
  return (await branch.readBlob(blob)).toString();
}

/** The one mirror in the folder. */
async function mirrorIn(folder: string): Promise<string> {
  const [name = ""] = await readdir(server.folder(folder));
  return join(server.folder(folder), name);
}

async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true });
  const stats = await Promise.all(names.map((name) => stat(join(folder, name))));
  return stats.reduce((sum, { size }) => sum + size, 0);
}
