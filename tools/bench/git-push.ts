import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createGitHost } from "#adapters/git/git-host.ts";
import type { GitBranch } from "#ports/git-repository.ts";
import { ensureRepository } from "#sandbox/git/bare-repository.ts";
import { createGitServer } from "#sandbox/git/serve.ts";
import { listen } from "#sandbox/http/listen.ts";

import type { BenchOptions, BenchResult } from "./bench.ts";
import { spread } from "./figure.ts";
import {
  deploymentFile,
  generatedFiles,
  generatedServices,
  withTag,
} from "./generated-services.ts";
import { GitClone } from "./git-clone.ts";
import { timed } from "./timed.ts";

const services = generatedServices(500);
const credentials = { user: "bench", password: "bench" };
const author = { name: "Bench", email: "bench@stagecoach.test" };

/** Both sides change the same files of one repository in turns, so each fetches what the other pushed. */
export async function benchGitPush({ runs, signal, report }: BenchOptions): Promise<BenchResult> {
  const folder = await mkdtemp(join(tmpdir(), "stagecoach-bench-"));
  const server = await serveRepository(join(folder, "served"));
  try {
    report("500 services × 7 files behind git http-backend; both sides warm, in turns");
    const remote = { url: server.url, username: credentials.user, password: credentials.password };
    const branch = createGitHost({ folder: join(folder, "mirrors") }).branch(remote, "main");
    const clone = await GitClone.make(server.urlWithCredentials, join(folder, "clone"));
    const sides = { branch, clone, signal };
    await inTurns(sides, { count: 1, runs: 1 });
    const one = await inTurns(sides, { count: 1, runs });
    const all = await inTurns(sides, { count: services.length, runs });
    return {
      peer: "git",
      figures: [
        ...spread("one change", one),
        ...spread(`${services.length} changes in one commit`, all),
      ],
    };
  } finally {
    server.close();
    await rm(folder, { recursive: true });
  }
}

interface Sides {
  readonly branch: GitBranch;
  readonly clone: GitClone;
  readonly signal: AbortSignal;
}

let lastTag = 0;

async function inTurns(
  { branch, clone, signal }: Sides,
  { count, runs }: { readonly count: number; readonly runs: number },
): Promise<{ readonly ours: readonly number[]; readonly peer: readonly number[] }> {
  const [ours, peer]: [number[], number[]] = [[], []];
  for (let run = 0; run < runs; run += 1) {
    signal.throwIfAborted();
    const chosen = Array.from({ length: count }, (_, at) => services[(run + at) % services.length]);
    const paths = chosen.flatMap((service) => (service ? [deploymentFile(service)] : []));
    ours.push(await timed(() => change(branch, paths, nextTag)));
    peer.push(await timed(() => clone.change(paths, (text) => withTag(text, nextTag()))));
  }
  return { ours, peer };
}

function nextTag(): string {
  lastTag += 1;
  return `1.0.${lastTag}`;
}

/** The same as the other side does, through our adapter. */
async function change(
  branch: GitBranch,
  paths: readonly string[],
  tag: () => string,
): Promise<void> {
  const tip = await branch.fetch();
  const files = new Map<string, Buffer>();
  for (const path of paths) {
    const text = (await branch.readBlob(tip.blobs.get(path) ?? "")).toString("utf8");
    files.set(path, Buffer.from(withTag(text, tag())));
  }
  const [commit = ""] = await branch.commit(tip.commit, [
    { files, message: "Change\n", author, at: new Date() },
  ]);
  const { kind } = await branch.push(tip.commit, commit);
  if (kind !== "pushed") throw new Error("nobody else pushes here, and yet the branch moved");
}

async function serveRepository(root: string) {
  await ensureRepository({
    directory: join(root, "config.git"),
    branches: new Map([["main", generatedFiles(services)]]),
    now: new Date(),
  });
  const git = createGitServer({ root, ...credentials });
  const server = createServer((request, response) => {
    git.serve(request, response, (request.url ?? "/").split("?")[0] ?? "/");
  });
  const port = await listen(server, 0);
  const { user, password } = credentials;
  return {
    url: `http://127.0.0.1:${port}/config.git`,
    urlWithCredentials: `http://${user}:${password}@127.0.0.1:${port}/config.git`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
