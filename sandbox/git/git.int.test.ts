import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { listen } from "#sandbox/http/listen.ts";

import { ensureRepository, readTip } from "./bare-repository.ts";
import { runGit } from "./run-git.ts";
import { createGitServer, type GitServer } from "./serve.ts";

let folder: string;
let server: Server;
let git: GitServer;
let port: number;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sandbox-git-"));
  await ensureRepository({
    directory: join(folder, "acme/config.git"),
    branches: new Map([
      [
        "main",
        new Map([
          ["a.yaml", "a: 1\r\n"],
          ["deep/ü b.yaml", "b: ä\n"],
        ]),
      ],
      ["dev", new Map([["only.yaml", ""]])],
    ]),
    now: new Date("2026-03-01T10:00:00Z"),
  });
  git = createGitServer({ root: folder, user: "stagecoach", password: "secret" });
  server = createServer((request, response) => {
    git.serve(request, response, (request.url ?? "/").split("?")[0] ?? "/");
  });
  port = await listen(server, 0);
});

afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await rm(folder, { recursive: true });
});

function url(credentials = "stagecoach:secret@"): string {
  return `http://${credentials}127.0.0.1:${port}/acme/config.git`;
}

describe("the git server", () => {
  it("keeps every byte of the files it starts with", async () => {
    const tip = await readTip(join(folder, "acme/config.git"), "main");
    expect([...tip]).toEqual([
      ["a.yaml", "a: 1\r\n"],
      ["deep/ü b.yaml", "b: ä\n"],
    ]);
    expect([...(await readTip(join(folder, "acme/config.git"), "dev")).keys()]).toEqual([
      "only.yaml",
    ]);
  });

  it("is cloned and pushed to by git", async () => {
    await runGit(folder, ["clone", "--quiet", url(), "work"]);
    const work = join(folder, "work");
    await writeFile(join(work, "a.yaml"), "a: 2\n".repeat(300_000));
    const identity = ["-c", "user.name=T", "-c", "user.email=t@acme.test"];
    await runGit(work, [...identity, "commit", "--quiet", "--all", "--message=Change"]);
    await runGit(work, ["push", "--quiet", "origin", "main"]);
    const tip = await readTip(join(folder, "acme/config.git"), "main");
    expect(tip.get("a.yaml")?.slice(0, 5)).toBe("a: 2\n");
  });

  it("refuses whoever does not know the password, for reading too", async () => {
    for (const credentials of ["", "stagecoach:wrong@"]) {
      const refused = runGit(folder, ["ls-remote", url(credentials)]);
      await expect(refused).rejects.toThrow();
    }
  });

  it("does not give a repository out twice", async () => {
    const directory = join(folder, "acme/config.git");
    const before = await readTip(directory, "main");
    await ensureRepository({ directory, branches: new Map(), now: new Date(0) });
    expect(await readTip(directory, "main")).toEqual(before);
  });

  it("answers 503 while it is down", async () => {
    git.down = true;
    const answer = await fetch(`http://127.0.0.1:${port}/acme/config.git/info/refs`);
    git.down = false;
    expect(answer.status).toBe(503);
  });
});
