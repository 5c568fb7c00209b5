import { mkdtemp, readdir, rm, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { createGitHost } from "#adapters/git/git-host.ts";
import type { TransportLimits } from "#adapters/git/transport/limits.ts";
import type { GitBranch, GitRemote } from "#ports/git-repository.ts";
import { runGit } from "#sandbox/git/run-git.ts";

/** A git server of one kind, with the repositories `config.git` (with files) and `empty.git`. */
export interface GitWay {
  /** The repository's address by its name. */
  remote(repository: string): GitRemote;
  /** The same with credentials that the server does not know. */
  refusedRemote(): GitRemote;
  /** The same with credentials that may only read. */
  readOnlyRemote(): GitRemote;
  /** From now on the server takes requests and answers nothing. */
  fallSilent(): void;
  stop(): Promise<void>;
}

const author = { name: "Ana", email: "ana@acme.test" };
const at = new Date("2026-01-02T03:04:05Z");
const limits = { connectMs: 2_000, idleMs: 400, keepMs: 5_000 };
const patientLimits = { ...limits, idleMs: 20_000 };

/** What every way to a git server promises; `start` serves the bare repositories below `root`. */
export function describeGitWay(name: string, start: (root: string) => Promise<GitWay>): void {
  describe(`git over ${name}`, () => {
    const stage = setStage(start);
    describeWork(stage);
    describeMirrors(stage);
    describeRefusals(stage);
  });
}

/** The server that is up for one test, and branches of it with mirrors of their own. */
interface Stage {
  readonly root: string;
  readonly way: GitWay;
  /** The folder of the mirrors of the branch that was opened last. */
  readonly lastMirrors: string;
  open(remote?: GitRemote, branch?: string, waits?: TransportLimits): GitBranch;
}

function setStage(start: (root: string) => Promise<GitWay>): Stage {
  let root = "";
  let way: GitWay | null = null;
  let mirrors = 0;
  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), "stagecoach-way-"));
    await makeRepository(root, "empty.git");
    await makeRepository(root, "config.git");
    await commit(root, { "apps/a.yaml": "image: a:1\n", "b.yaml": "image: b:1\n" });
    way = await start(root);
  });
  afterEach(async () => {
    await way?.stop();
    await rm(root, { recursive: true, force: true, maxRetries: 10 });
  });
  const stage: Stage = {
    get root() {
      return root;
    },
    get way() {
      if (!way) throw new Error("the server is not up");
      return way;
    },
    get lastMirrors() {
      return path.join(root, `mirrors-${mirrors}`);
    },
    open(remote = stage.way.remote("config.git"), branch = "main", waits = patientLimits) {
      mirrors += 1;
      return createGitHost({ folder: stage.lastMirrors, limits: waits }).branch(remote, branch);
    },
  };
  return stage;
}

function describeWork(stage: Stage): void {
  it("clones, then fetches only what is new", async () => {
    const branch = stage.open();
    expect([...(await branch.fetch()).blobs.keys()]).toEqual(["apps/a.yaml", "b.yaml"]);
    const theirs = await commit(stage.root, { "b.yaml": "image: b:2\n" });
    const tip = await branch.fetch();
    expect(tip.commit).toBe(theirs);
    expect(String(await branch.readBlob(tip.blobs.get("b.yaml") ?? ""))).toBe("image: b:2\n");
    expect(await branch.log(tip.commit, 10)).toHaveLength(2);
  });

  it("clones two hundred commits back and follows a branch that was set back", async () => {
    await commit(
      stage.root,
      ...Array.from({ length: 205 }, (_, tag) => ({ "c.yaml": `c: ${tag}\n` })),
    );
    const branch = stage.open();
    const tip = await branch.fetch();
    expect(await branch.log(tip.commit, 300)).toHaveLength(200);
    await runGit(path.join(stage.root, "config.git"), ["update-ref", "refs/heads/main", "main~3"]);
    const back = await branch.fetch();
    expect(back.commit).not.toBe(tip.commit);
    await commit(stage.root, { "b.yaml": "image: b:9\n" });
    const ahead = await branch.fetch();
    expect(String(await branch.readBlob(ahead.blobs.get("b.yaml") ?? ""))).toBe("image: b:9\n");
  });

  it("pushes, and writes nothing when someone else was faster", async () => {
    const branch = stage.open();
    const tip = await branch.fetch();
    const first = await change(branch, tip.commit, "image: a:2\n");
    expect(await branch.push(tip.commit, first)).toEqual({ kind: "pushed" });
    await runGit(path.join(stage.root, "config.git"), ["fsck", "--strict"]);
    const second = await change(branch, first, "image: a:3\n");
    await commit(stage.root, { "b.yaml": "image: b:2\n" });
    expect(await branch.push(first, second)).toEqual({ kind: "moved" });
    const next = await branch.fetch();
    const third = await change(branch, next.commit, "image: a:3\n");
    expect(await branch.push(next.commit, third)).toEqual({ kind: "pushed" });
  });
}

function describeMirrors(stage: Stage): void {
  it("keeps a mirror that git finds sound", async () => {
    const branch = stage.open();
    await branch.fetch();
    for (const tag of [2, 3]) {
      await commit(stage.root, { "b.yaml": `image: b:${tag}\n` });
      await branch.fetch();
    }
    const folder = stage.lastMirrors;
    const [mirror = ""] = (await readdir(folder)).filter((entry) => entry.endsWith(".git"));
    await runGit(path.join(folder, mirror), ["fsck", "--strict", "--no-dangling"]);
  });

  it("makes a mirror anew that is broken on disk", async () => {
    const folder = path.join(stage.root, "broken");
    const remote = stage.way.remote("config.git");
    await createGitHost({ folder, limits: patientLimits }).branch(remote, "main").fetch();
    for (const file of await readdir(folder, { recursive: true })) {
      if (file.endsWith(".pack") || file.endsWith(".idx")) {
        await truncate(path.join(folder, file), 100);
      }
    }
    const tip = await createGitHost({ folder, limits: patientLimits })
      .branch(remote, "main")
      .fetch();
    expect(tip.blobs.size).toBe(2);
  });

  it("lets two workers share a mirror", async () => {
    const folder = path.join(stage.root, "shared");
    const remote = stage.way.remote("config.git");
    const workers = [1, 2, 3].map(() =>
      createGitHost({ folder, limits: patientLimits }).branch(remote, "main"),
    );
    const tips = await Promise.all(workers.map((branch) => branch.fetch()));
    expect(new Set(tips.map((tip) => tip.commit)).size).toBe(1);
    const packs = (await readdir(folder, { recursive: true })).filter((file) =>
      file.endsWith(".pack"),
    );
    expect(packs).toHaveLength(1);
  });
}

function describeRefusals(stage: Stage): void {
  it.each([
    {
      about: "an unknown repository",
      remote: () => stage.way.remote("other.git"),
      code: "not-found",
    },
    {
      about: "an empty repository",
      remote: () => stage.way.remote("empty.git"),
      code: "not-found",
    },
    { about: "unknown credentials", remote: () => stage.way.refusedRemote(), code: "forbidden" },
  ])("names $about", async ({ remote, code }) => {
    await expect(stage.open(remote()).fetch()).rejects.toMatchObject({ code });
  });

  it("names an unknown branch and those that there are", async () => {
    const fetching = stage.open(stage.way.remote("config.git"), "nowhere").fetch();
    await expect(fetching).rejects.toThrow(/has no branch nowhere\. It has main\./);
  });

  it("refuses a push by credentials that may only read", async () => {
    const branch = stage.open(stage.way.readOnlyRemote());
    const tip = await branch.fetch();
    const mine = await change(branch, tip.commit, "image: a:2\n");
    await expect(branch.push(tip.commit, mine)).rejects.toMatchObject({ code: "forbidden" });
  });

  it("gives up on a host that falls silent", async () => {
    stage.way.fallSilent();
    await expect(
      stage.open(stage.way.remote("config.git"), "main", limits).fetch(),
    ).rejects.toMatchObject({
      code: "unavailable",
    });
  });

  it("stops at once when it is told to", async () => {
    stage.way.fallSilent();
    const stop = new AbortController();
    const fetching = stage.open().fetch(stop.signal);
    setImmediate(() => stop.abort(new Error("enough")));
    await expect(fetching).rejects.toThrow("enough");
  });
}

async function makeRepository(root: string, name: string): Promise<void> {
  const directory = path.join(root, name);
  await runGit(root, ["init", "-q", "--bare", "-b", "main", directory]);
  await runGit(directory, ["config", "http.receivepack", "true"]);
  await runGit(directory, ["config", "receive.fsckObjects", "true"]);
}

/** Commits as somebody else would, one commit for each set of files; returns the last one's id. */
async function commit(
  root: string,
  ...commits: readonly Readonly<Record<string, string>>[]
): Promise<string> {
  const directory = path.join(root, "config.git");
  const parent = await runGit(directory, ["rev-parse", "-q", "--verify", "main"]).catch(() => "");
  const lines = commits.flatMap((files, index) => [
    "commit refs/heads/main",
    `committer Someone <someone@acme.test> ${1_767_225_600 + index} +0000`,
    data("by someone else"),
    ...(index > 0 || parent.length === 0 ? [] : [`from ${String(parent).trim()}`]),
    ...Object.entries(files).map(([file, text]) => `M 100644 inline ${file}\n${data(text)}`),
  ]);
  await runGit(directory, ["fast-import", "--quiet"], `${lines.join("\n")}\n\n`);
  return String(await runGit(directory, ["rev-parse", "main"])).trim();
}

async function change(branch: GitBranch, base: string, text: string): Promise<string> {
  const files = new Map([["apps/a.yaml", Buffer.from(text)]]);
  const people = { author, authoredAt: at, committer: author, at, signingKey: null };
  const [id = ""] = await branch.commit(base, [{ files, message: "change\n", ...people }]);
  return id;
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}`;
}
