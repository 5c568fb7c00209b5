import { chmod, writeFile } from "node:fs/promises";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { DomainError } from "#domain/error.ts";
import { GitServer } from "#test/git-server.ts";

import { MirroredBranch } from "./git-branch.ts";
import { Mirror } from "./mirror.ts";
import { flushPacket, pktLine } from "./pkt-line.ts";
import type { GitTransport } from "./transport/transport.ts";
import { Transports } from "./transport/transports.ts";

const person = { name: "Stagecoach", email: "stagecoach@localhost" };
const at = new Date("2026-01-02T03:04:05Z");
const by = { author: person, authoredAt: at, committer: person, at, signingKey: null };
const unreadable = Buffer.concat([
  pktLine("unpack index-pack abnormal exit\n"),
  pktLine("ng refs/heads/main unpacker error\n"),
  flushPacket,
]);

let server: GitServer;

beforeEach(async () => {
  server = await GitServer.start({ "apps/a.yaml": "image: a:1\n", "run.sh": "true\n" });
});

afterEach(() => server.stop());

/** The way to the server, on which the first requests to push are answered as by a host that cannot read them. */
function open(refusals = 0) {
  const remote = { url: server.url, credentials: { kind: "none" } } as const;
  const { transport } = new Transports({}).of(remote);
  const asked: number[] = [];
  const picky: GitTransport = {
    host: transport.host,
    url: transport.url,
    uploadPack: (signal) => transport.uploadPack(signal),
    advertiseReceivePack: (signal) => transport.advertiseReceivePack(signal),
    close: () => transport.close(),
    async receivePack(request, signal) {
      asked.push(request.length);
      return asked.length <= refusals ? unreadable : transport.receivePack(request, signal);
    },
  };
  const mirror = new Mirror(server.folder("mirror"), () => undefined);
  return { mirror, asked, branch: (name: string) => new MirroredBranch(mirror, picky, name) };
}

function change(text: string) {
  return { files: new Map([["apps/a.yaml", Buffer.from(text)]]), message: "Change\n", ...by };
}

describe("a push", () => {
  it.each([
    { refusals: 0, way: "thin", requests: 1 },
    { refusals: 1, way: "whole", requests: 2 },
    { refusals: 2, way: "stock", requests: 3 },
  ])("to a host that cannot read $refusals of our packs goes the $way way", async (host) => {
    const { mirror, asked, branch } = open(host.refusals);
    const main = branch("main");
    const tip = await main.fetch();
    const [first = ""] = await main.commit(tip.commit, [change("image: a:2\n")]);
    expect(await main.push(tip.commit, first)).toEqual({ kind: "pushed" });
    expect(mirror.pushWay).toBe(host.way);
    expect(asked).toHaveLength(host.requests);
    const [second = ""] = await main.commit(first, [change("image: a:3\n")]);
    expect(await main.push(first, second)).toEqual({ kind: "pushed" });
    expect(asked).toHaveLength(host.requests + 1);
    expect(await server.read("apps/a.yaml")).toBe("image: a:3\n");
    await server.git("fsck", "--strict");
  });

  it("that a host in trouble could not take is tried the quick way again", async () => {
    const { mirror, branch } = open(3);
    const main = branch("main");
    const tip = await main.fetch();
    const [commit = ""] = await main.commit(tip.commit, [change("image: a:2\n")]);
    await expect(main.push(tip.commit, commit)).rejects.toBeInstanceOf(DomainError);
    expect(mirror.pushWay).toBe("thin");
    expect(await main.push(tip.commit, commit)).toEqual({ kind: "pushed" });
    expect(mirror.pushWay).toBe("thin");
  });

  it("by isomorphic-git that comes too late writes nothing", async () => {
    const { mirror, branch } = open();
    mirror.pushWay = "stock";
    const main = branch("main");
    const tip = await main.fetch();
    const theirs = await server.commit({ "run.sh": "false\n" });
    const [mine = ""] = await main.commit(tip.commit, [change("image: a:2\n")]);
    expect(await main.push(tip.commit, mine)).toEqual({ kind: "moved" });
    expect((await server.git("rev-parse", "main")).trim()).toBe(theirs);
  });

  it.each(["thin", "stock"] as const)(
    "to a protected branch is declined in the host's own words: %s",
    async (way) => {
      const hook = `${(await server.git("rev-parse", "--absolute-git-dir")).trim()}/hooks/pre-receive`;
      await writeFile(hook, "#!/bin/sh\necho 'GH006: main is protected' >&2\nexit 1\n");
      await chmod(hook, 0o755);
      const { mirror, branch } = open();
      mirror.pushWay = way;
      const main = branch("main");
      const tip = await main.fetch();
      const [commit = ""] = await main.commit(tip.commit, [change("image: a:2\n")]);
      const pushed = main.push(tip.commit, commit);
      await expect(pushed).rejects.toMatchObject({ code: "forbidden" });
      await expect(pushed).rejects.toThrow(/declined the push to main and said: .*hook declined/);
      if (way === "thin") await expect(pushed).rejects.toThrow(/GH006: main is protected/);
    },
  );

  it("makes a branch on a commit that is there, and one without a past", async () => {
    const { branch } = open();
    const { commit: base } = await branch("main").fetch();
    const empty = branch("fresh/start");
    const [first = ""] = await empty.commit(null, [change("image: a:9\n")]);
    expect(await empty.push(null, first)).toEqual({ kind: "pushed" });
    expect(await server.git("ls-tree", "-r", "--name-only", "fresh/start")).toBe("apps/a.yaml\n");
    expect(await empty.push(null, first)).toEqual({ kind: "moved" });
    expect((await empty.known())?.commit).toBe(first);
    expect((await branch("main").known())?.commit).toBe(base);
  });

  it("takes files away, with the folders that they leave empty", async () => {
    const { branch } = open();
    const main = branch("main");
    const tip = await main.fetch();
    const files = new Map([["apps/a.yaml", null]]);
    const [commit = ""] = await main.commit(tip.commit, [{ files, message: "x\n", ...by }]);
    await main.push(tip.commit, commit);
    expect(await server.git("ls-tree", "-r", "--name-only", "main")).toBe("run.sh\n");
  });

  it.each([".git/config", ".GIT/x", "git~1", "a/../b", "a//b", "a\\b", "/a", ".g\u200cit/x"])(
    "never makes %j",
    async (file) => {
      const main = open().branch("main");
      const { commit } = await main.fetch();
      const files = new Map([[file, Buffer.from("x")]]);
      const made = main.commit(commit, [{ files, message: "x\n", ...by }]);
      await expect(made).rejects.toMatchObject({ code: "edit-refused" });
    },
  );
});
