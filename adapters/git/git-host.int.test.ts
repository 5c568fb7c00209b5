import { afterEach, beforeEach, describe, expect, it } from "vitest";

import type { GitBranch } from "#ports/git-repository.ts";
import { GitServer } from "#test/git-server.ts";

import { createGitHost } from "./git-host.ts";

const author = { name: "Stagecoach", email: "stagecoach@localhost" };
const at = new Date("2026-01-02T03:04:05Z");
const by = { author, authoredAt: at, committer: author, at, signingKey: null };

let server: GitServer;

beforeEach(async () => {
  server = await GitServer.start({
    "apps/a.yaml": "image: a:1\n",
    "apps/b.yaml": "image: b:1\n",
    "top.yaml": "image: t:1\n",
  });
});

afterEach(() => server.stop());

describe("a branch of a real git server", () => {
  it("lists files and reads their contents", async () => {
    const branch = open();
    const tip = await branch.fetch();
    expect([...tip.blobs.keys()].toSorted()).toEqual(["apps/a.yaml", "apps/b.yaml", "top.yaml"]);
    const blob = tip.blobs.get("apps/a.yaml") ?? "";
    expect((await branch.readBlob(blob)).toString()).toBe("image: a:1\n");
  });

  it("pushes stacked commits in one step, and the repository stays sound", async () => {
    const branch = open();
    const tip = await branch.fetch();
    const commits = await branch.commit(tip.commit, [
      change("apps/a.yaml", "image: a:2\n"),
      change("apps/b.yaml", "image: b:2\n"),
    ]);
    expect(await branch.push(tip.commit, commits[1] ?? "")).toEqual({ kind: "pushed" });
    expect(await server.git("log", "--format=%s", "main")).toBe(
      "apps/b.yaml\napps/a.yaml\nstart\n",
    );
    expect(await server.read("apps/a.yaml")).toBe("image: a:2\n");
    expect(await server.git("diff", "--name-only", "main~2", "main")).toBe(
      "apps/a.yaml\napps/b.yaml\n",
    );
    await server.git("fsck", "--strict");
    const log = await branch.log((await branch.fetch()).commit, 2);
    expect(log.map(({ message }) => message.trim())).toEqual(["apps/b.yaml", "apps/a.yaml"]);
  });

  it("writes nothing when someone else was faster, and goes on from the new tip", async () => {
    const [slow, quick] = [open("slow"), open("quick")];
    const tip = await slow.fetch();
    await quick.fetch();
    const [mine] = await slow.commit(tip.commit, [change("apps/a.yaml", "image: a:2\n")]);
    const [theirs] = await quick.commit(tip.commit, [change("apps/b.yaml", "image: b:2\n")]);
    expect(await quick.push(tip.commit, theirs ?? "")).toEqual({ kind: "pushed" });
    expect(await slow.push(tip.commit, mine ?? "")).toEqual({ kind: "moved" });
    const next = await slow.fetch();
    expect(next.commit).toBe(theirs);
    const [again] = await slow.commit(next.commit, [change("apps/a.yaml", "image: a:2\n")]);
    expect(await slow.push(next.commit, again ?? "")).toEqual({ kind: "pushed" });
    expect(await server.count()).toBe(3);
  });

  it("keeps two branches of one repository apart", async () => {
    await server.git("branch", "stage", "main");
    const [main, stage] = [open("one", "main"), open("one", "stage")];
    const tip = await main.fetch();
    const [commit] = await main.commit(tip.commit, [change("top.yaml", "image: t:2\n")]);
    await main.push(tip.commit, commit ?? "");
    expect((await stage.fetch()).commit).toBe(tip.commit);
    expect((await main.fetch()).commit).toBe(commit);
  });

  it("follows what others push", async () => {
    const branch = open();
    await branch.fetch();
    const theirs = await server.commit({ "apps/a.yaml": "image: a:3\n", "apps/b.yaml": null });
    const tip = await branch.fetch();
    expect(tip.commit).toBe(theirs);
    expect([...tip.blobs.keys()].toSorted()).toEqual(["apps/a.yaml", "top.yaml"]);
  });

  it.each([
    { about: "an unknown branch", remote: () => server.url, branch: "nowhere", code: "not-found" },
    {
      about: "an unknown repository",
      remote: () => server.url.replace("config", "other"),
      branch: "main",
      code: "not-found",
    },
    {
      about: "a dead server",
      remote: () => "http://127.0.0.1:1/config.git",
      branch: "main",
      code: "unavailable",
    },
  ])("names $about", async ({ remote, branch, code }) => {
    const host = createGitHost({ folder: server.folder("mirrors") });
    const opened = host.branch({ url: remote(), credentials: { kind: "none" } }, branch);
    await expect(opened.fetch()).rejects.toMatchObject({ code });
  });
});

describe("a git server in trouble", () => {
  it.each(["no-answer", "503", "nonsense"] as const)(
    "is unavailable to a fetch: %s",
    async (trouble) => {
      server.fail(trouble);
      await expect(open().fetch()).rejects.toMatchObject({ code: "unavailable" });
      server.heal();
      expect((await open().fetch()).blobs.size).toBe(3);
    },
  );

  it.each(["no-answer", "503-on-push", "nonsense", "push-then-break", "push-then-half"] as const)(
    "is unavailable to a push: %s",
    async (trouble) => {
      const branch = open();
      const tip = await branch.fetch();
      const [commit = ""] = await branch.commit(tip.commit, [change("top.yaml", "image: t:2\n")]);
      server.fail(trouble);
      await expect(branch.push(tip.commit, commit)).rejects.toMatchObject({ code: "unavailable" });
      server.heal();
      const moved = trouble.startsWith("push-then");
      expect((await branch.fetch()).commit).toBe(moved ? commit : tip.commit);
    },
  );

  it("that swallows its answer to a push has the commit once", async () => {
    const branch = open();
    const tip = await branch.fetch();
    const [commit = ""] = await branch.commit(tip.commit, [change("top.yaml", "image: t:2\n")]);
    server.fail("push-then-silence");
    await branch.push(tip.commit, commit).catch(() => undefined);
    server.heal();
    expect((await branch.fetch()).commit).toBe(commit);
    expect(await server.count()).toBe(2);
  });
});

function open(mirror = "mirrors", branch = "main"): GitBranch {
  const host = createGitHost({ folder: server.folder(mirror) });
  return host.branch({ url: server.url, credentials: { kind: "none" } }, branch);
}

function change(file: string, content: string) {
  return { files: new Map([[file, Buffer.from(content)]]), message: `${file}\n`, ...by };
}
