import { execFile } from "node:child_process";
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import type { GitBranch } from "#ports/git-repository.ts";

import { createGitHost } from "./git-host.ts";

const run = promisify(execFile);
const author = { name: "Stagecoach", email: "stagecoach@localhost" };
const at = new Date("2026-01-02T03:04:05Z");

let folder: string;
let server: Server;
let url: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "stagecoach-git-"));
  await makeRepository();
  server = createServer(serveGit);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  url = `http://127.0.0.1:${port}/config.git`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

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
      {
        files: new Map([["apps/a.yaml", Buffer.from("image: a:2\n")]]),
        message: "first\n",
        author,
        at,
      },
      {
        files: new Map([["apps/b.yaml", Buffer.from("image: b:2\n")]]),
        message: "second\n",
        author,
        at,
      },
    ]);
    expect(await branch.push(tip.commit, commits[1] ?? "")).toEqual({ kind: "pushed" });
    expect(await git("log", "--format=%s", "main")).toBe("second\nfirst\nstart\n");
    expect(await git("show", "main:apps/a.yaml")).toBe("image: a:2\n");
    expect(await git("diff", "--name-only", "main~2", "main")).toBe("apps/a.yaml\napps/b.yaml\n");
    await git("fsck", "--strict");
    const log = await branch.log((await branch.fetch()).commit, 2);
    expect(log.map(({ message }) => message.trim())).toEqual(["second", "first"]);
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
    expect(await git("rev-list", "--count", "main")).toBe("3\n");
  });

  it("keeps two branches of one repository apart", async () => {
    await git("branch", "stage", "main");
    const [main, stage] = [open("one", "main"), open("one", "stage")];
    const tip = await main.fetch();
    const [commit] = await main.commit(tip.commit, [change("top.yaml", "image: t:2\n")]);
    await main.push(tip.commit, commit ?? "");
    expect((await stage.fetch()).commit).toBe(tip.commit);
    expect((await main.fetch()).commit).toBe(commit);
  });

  it.each([
    { about: "an unknown branch", remote: () => url, branch: "nowhere", code: "not-found" },
    {
      about: "an unknown repository",
      remote: () => url.replace("config", "other"),
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
    const host = createGitHost({ folder: path.join(folder, "mirrors") });
    const opened = host.branch({ url: remote(), username: null, password: null }, branch);
    await expect(opened.fetch()).rejects.toMatchObject({ code });
  });
});

function open(mirror = "mirrors", branch = "main"): GitBranch {
  const host = createGitHost({ folder: path.join(folder, mirror) });
  return host.branch({ url, username: null, password: null }, branch);
}

function change(file: string, content: string) {
  return { files: new Map([[file, Buffer.from(content)]]), message: `${file}\n`, author, at };
}

async function git(...args: readonly string[]): Promise<string> {
  const { stdout } = await run("git", ["-C", path.join(folder, "config.git"), ...args]);
  return stdout;
}

async function makeRepository(): Promise<void> {
  const script = `
    git init -q -b main work && cd work && mkdir apps
    printf 'image: a:1\\n' > apps/a.yaml && printf 'image: b:1\\n' > apps/b.yaml && printf 'image: t:1\\n' > top.yaml
    git add . && git -c user.name=t -c user.email=t@t commit -q -m start && cd ..
    git clone -q --bare work config.git && git -C config.git config http.receivepack true`;
  await run("sh", ["-c", script], { cwd: folder });
}

/** git http-backend as CGI: the real server. */
function serveGit(
  request: import("node:http").IncomingMessage,
  response: import("node:http").ServerResponse,
): void {
  const [pathname = "", query = ""] = (request.url ?? "").split("?");
  const backend = spawn("git", ["http-backend"], {
    stdio: ["pipe", "pipe", "inherit"],
    env: {
      NODE_ENV: "test",
      PATH: process.env["PATH"] ?? "",
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: "1",
      PATH_INFO: pathname,
      QUERY_STRING: query,
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers["content-type"] ?? "",
    },
  });
  request.pipe(backend.stdin);
  const chunks: Buffer[] = [];
  backend.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  backend.on("close", () => {
    const output = Buffer.concat(chunks);
    const end = output.indexOf("\r\n\r\n");
    for (const line of output.toString("latin1", 0, end).split("\r\n")) {
      const [name = "", value = ""] = line.split(": ");
      if (name === "Status") response.statusCode = Number.parseInt(value, 10);
      else response.setHeader(name, value);
    }
    response.end(output.subarray(end + 4));
  });
}
