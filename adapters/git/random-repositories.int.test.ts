import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { DomainError } from "#domain/error.ts";
import { pick, seededRandom } from "#test/builders/random.ts";

import { CommitStack } from "./commit-stack.ts";
import { ObjectStore } from "./object-store.ts";
import { encodePack, objectId } from "./pack.ts";
import type { PackObject } from "./pack.ts";

const run = promisify(execFile);
const repositories = 200;
const person = { name: "Stagecoach", email: "stagecoach@localhost" };
const at = new Date("2026-01-02T03:04:05Z");
const by = { author: person, authoredAt: at, committer: person, at, signingKey: null };
const submodule = "1".repeat(40);
const segments = ["a", "a.b", "a-b", "a0", "A", "b", "ü", "x y", '"q"', "𝒳", "deploy.yaml", "_"];
const modes = ["100644", "100644", "100644", "100755", "120000", "160000"] as const;

let folder: string;
let repository: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "stagecoach-random-"));
  repository = path.join(folder, "config.git");
  await run("git", ["init", "-q", "--bare", repository]);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

function git(...args: readonly string[]): Promise<string> {
  return run("git", ["-C", repository, ...args], { maxBuffer: 1 << 26 }).then(
    ({ stdout }) => stdout,
  );
}

async function feed(args: readonly string[], input: Buffer): Promise<void> {
  const child = spawn("git", ["-C", repository, ...args], { stdio: ["pipe", "ignore", "pipe"] });
  const complaints: Buffer[] = [];
  child.stderr.on("data", (chunk: Buffer) => complaints.push(chunk));
  child.stdin.end(input);
  const code = await new Promise((resolve) => child.on("close", resolve));
  if (code !== 0) throw new Error(`git ${args[0]}: ${Buffer.concat(complaints).toString()}`);
}

function randomPath(next: () => number): string {
  const depth = 1 + Math.floor(next() * 4);
  return Array.from({ length: depth }, () => pick(next, segments)).join("/");
}

function randomText(next: () => number): string {
  const lines = Math.floor(next() ** 3 * 400);
  return Array.from({ length: lines }, () => `line ${next()}\n`).join("");
}

/** A branch of its own history in git's fast-import language. */
function branch(index: number): string {
  const next = seededRandom(index);
  const lines = [
    `commit refs/heads/r${index}`,
    "committer Someone <someone@acme.test> 1767225600 +0000",
    "data 0",
  ];
  for (let count = Math.floor(next() * 60) + 1; count > 0; count -= 1) {
    const mode = pick(next, modes);
    const name = JSON.stringify(randomPath(next));
    if (mode === "160000") lines.push(`M ${mode} ${submodule} ${name}`);
    else lines.push(`M ${mode} inline ${name}`, data(`${count} ${randomText(next)}`));
  }
  lines.push(`M 100644 inline "bytes/\\377\\376"`, data("not UTF-8"));
  return `${lines.join("\n")}\n\n`;
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}`;
}

/** Changes, removals and new files at random; what cannot be done there is left out. */
function randomChanges(next: () => number, files: readonly string[]): Map<string, Buffer | null> {
  const changes = new Map<string, Buffer | null>();
  for (const file of files) {
    if (file.startsWith("bytes/")) continue;
    const dice = next();
    if (dice < 0.2) changes.set(file, Buffer.from(randomText(next)));
    else if (dice < 0.3) changes.set(file, null);
  }
  for (let count = Math.floor(next() * 5); count > 0; count -= 1) {
    changes.set(randomPath(next), Buffer.from(randomText(next)));
  }
  return changes;
}

interface Expected {
  readonly commit: string;
  readonly tree: ReadonlyMap<string, string>;
}

async function treeOf(revision: string): Promise<Map<string, string>> {
  const listing = await git("ls-tree", "-r", "-z", revision);
  const entries = listing.split("\0").filter(Boolean);
  return new Map(
    entries.map((line) => {
      const [mode = "", , oid = ""] = line.slice(0, line.indexOf("\t")).split(" ");
      return [line.slice(line.indexOf("\t") + 1), `${mode} ${oid}`];
    }),
  );
}

/** Commits changes on top of a branch until some are possible. */
async function change(store: ObjectStore, index: number, tip: string) {
  const next = seededRandom(index + 10_000);
  const base = index % 10 === 0 ? null : tip;
  const before = base === null ? new Map<string, string>() : await treeOf(base);
  const regular = [...before].filter(([, entry]) => entry.startsWith("100")).map(([name]) => name);
  for (;;) {
    const changes = randomChanges(next, regular);
    if (changes.size === 0) continue;
    const stack = new CommitStack((oid) => store.read(oid));
    try {
      const [commit = ""] = await stack.add(base, [{ files: changes, message: "x\n", ...by }]);
      const expected = { commit, tree: expectedTree(before, changes) };
      return { expected, objects: stack.objectsSince(base, commit) };
    } catch (error) {
      // A name that a link, a submodule or a folder has already.
      if (!(error instanceof DomainError)) throw error;
    }
  }
}

function expectedTree(
  before: ReadonlyMap<string, string>,
  changes: ReadonlyMap<string, Buffer | null>,
): Map<string, string> {
  const tree = new Map(before);
  for (const [file, content] of changes) {
    const mode = before.get(file)?.split(" ")[0] ?? "100644";
    if (content === null) tree.delete(file);
    else tree.set(file, `${mode} ${objectId("blob", content)}`);
  }
  return tree;
}

describe(`${repositories} random repositories`, () => {
  it("are changed to what git reads back, modes, links and submodules kept, and stay sound", async () => {
    const history = Array.from({ length: repositories }, (_, index) => branch(index));
    await feed(["fast-import", "--quiet"], Buffer.from(history.join("")));
    const store = new ObjectStore(repository);
    const branches = (await git("for-each-ref", "--format=%(refname:short) %(objectname)")).trim();
    const tips = new Map(
      branches.split("\n").map((line) => [line.split(" ")[0], line.split(" ")[1]]),
    );
    const all: Expected[] = [];
    const objects = new Map<string, PackObject>();
    for (let index = 0; index < repositories; index += 1) {
      const changed = await change(store, index, tips.get(`r${index}`) ?? "");
      all.push(changed.expected);
      for (const object of changed.objects) objects.set(object.oid, object);
    }
    const { bytes } = encodePack([...objects.values()], { thin: true });
    await writeFile(path.join(folder, "thin.pack"), bytes);
    await feed(["index-pack", "--stdin", "--fix-thin", "--strict"], bytes);
    const refs = all.map(({ commit }, index) => `create refs/heads/new${index} ${commit}\n`);
    await feed(["update-ref", "--stdin"], Buffer.from(refs.join("")));
    expect(await git("fsck", "--strict", "--no-dangling")).toBe("");
    for (const { commit, tree } of all) expect(await treeOf(commit)).toEqual(tree);
  });

  it("are read as git reads them, delta by delta", async () => {
    await git("repack", "-q", "-a", "-d", "-f", "--depth=50", "--window=50");
    const store = new ObjectStore(repository);
    const listing = await git(
      "cat-file",
      "--batch-all-objects",
      "--batch-check=%(objectname) %(objecttype)",
    );
    const types = new Set(["commit", "tree", "blob"]);
    for (const line of listing.trim().split("\n")) {
      const [oid = "", type = ""] = line.split(" ");
      if (!types.has(type)) continue;
      const object = await store.object(oid);
      expect(object && objectId(object.type, object.data)).toBe(oid);
    }
  });

  it("keep what they add in a pack that git finds sound", async () => {
    const mirror = path.join(folder, "mirror.git");
    await run("git", ["init", "-q", "--bare", mirror]);
    const store = new ObjectStore(mirror);
    const next = seededRandom(7);
    const blobs = Array.from({ length: 300 }, (): PackObject => {
      const content = Buffer.from(randomText(next));
      return { oid: objectId("blob", content), type: "blob", data: content };
    });
    await store.add(blobs);
    await run("git", ["-C", mirror, "fsck", "--strict", "--full"]);
    for (const { oid, data } of blobs)
      expect(await new ObjectStore(mirror).read(oid)).toEqual(data);
  });
});
