import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createGitHost } from "#adapters/git/git-host.ts";
import type { GitBranch, NewCommit } from "#ports/git-repository.ts";

import type { BenchOptions, BenchResult } from "./bench.ts";
import { injectedMs, startFarGitServer } from "./far-git-server.ts";
import type { FarGitServer } from "./far-git-server.ts";
import { figure, spread } from "./figure.ts";
import type { Figure } from "./figure.ts";
import {
  deploymentFile,
  generatedFiles,
  generatedServices,
  withTag,
} from "./generated-services.ts";
import { GitClone } from "./git-clone.ts";
import { timed } from "./timed.ts";

const person = { name: "Bench", email: "bench@stagecoach.test" };
const sizes = [
  { services: 500, changes: [1, 500] },
  { services: 5000, changes: [1] },
];

/**
 * The push step alone: both sides know the tip and have the new contents in memory; they make a commit and push it.
 * Each has a repository of its own with the same content, so that neither has to fetch.
 */
export async function benchPush(options: BenchOptions): Promise<BenchResult> {
  const figures: Figure[] = [];
  for (const size of sizes) figures.push(...(await benchRepository(size, options)));
  return { peer: "git", figures };
}

async function benchRepository(
  size: { readonly services: number; readonly changes: readonly number[] },
  options: BenchOptions,
): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "stagecoach-bench-"));
  const services = generatedServices(size.services);
  const server = await startFarGitServer({
    root: join(folder, "served"),
    names: ["ours", "peer"],
    files: generatedFiles(services),
  });
  try {
    options.report(
      `${size.services} services × 7 files behind git http-backend, ${injectedMs} ms added to each request`,
    );
    const paths = services.map(deploymentFile);
    const sides = await openSides(server, folder, paths);
    await inTurns(sides, { count: 1, options: { ...options, runs: 1 } });
    const figures: Figure[] = [];
    for (const count of size.changes) {
      const { ours, peer, bytes } = await inTurns(sides, { count, options });
      const name = `${count} of ${size.services} services`;
      figures.push(...spread(name, { ours, peer }));
      figures.push(figure({ name: `${name}, sent`, ...bytes, unit: "bytes" }));
    }
    return figures;
  } finally {
    server.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

interface Sides {
  readonly server: FarGitServer;
  readonly paths: readonly string[];
  readonly branch: GitBranch;
  readonly clone: GitClone;
}

async function openSides(
  server: FarGitServer,
  folder: string,
  paths: readonly string[],
): Promise<Sides> {
  const remote = { url: server.url("ours"), credentials: { kind: "none" } } as const;
  const host = createGitHost({ folder: join(folder, "mirrors") });
  const branch = host.branch(remote, "main");
  await branch.fetch();
  const clone = await GitClone.make(server.url("peer"), join(folder, "clone"));
  return { server, paths, branch, clone };
}

let lastTag = 0;

async function inTurns(
  sides: Sides,
  { count, options }: { readonly count: number; readonly options: BenchOptions },
) {
  const { server, branch, clone } = sides;
  const sent = { ours: server.bytesPushed("ours"), peer: server.bytesPushed("peer") };
  const [ours, peer]: [number[], number[]] = [[], []];
  for (let run = 0; run < options.runs; run += 1) {
    options.signal.throwIfAborted();
    lastTag += 1;
    const tag = `1.0.${lastTag}`;
    const paths = Array.from({ length: count }, (_, at) => sides.paths.at(run + at - count) ?? "");
    const { base, commit } = await contents(branch, paths, tag);
    ours.push(await timed(() => commitAndPush(branch, base, commit)));
    peer.push(await timed(() => clone.commitAndPush(commit.files)));
  }
  const bytes = {
    ours: (server.bytesPushed("ours") - sent.ours) / options.runs,
    peer: (server.bytesPushed("peer") - sent.peer) / options.runs,
  };
  return { ours, peer, bytes };
}

async function contents(branch: GitBranch, paths: readonly string[], tag: string) {
  const tip = await branch.known();
  if (!tip) throw new Error("the branch was fetched, and yet nothing of it is known");
  const files = new Map<string, Buffer>();
  for (const path of paths) {
    const text = (await branch.readBlob(tip.blobs.get(path) ?? "")).toString("utf8");
    files.set(path, Buffer.from(withTag(text, tag)));
  }
  const at = new Date();
  const by = { author: person, authoredAt: at, committer: person, at, signingKey: null };
  return { base: tip.commit, commit: { files, message: "Change\n", ...by } };
}

async function commitAndPush(branch: GitBranch, base: string, commit: NewCommit): Promise<void> {
  const [made = ""] = await branch.commit(base, [commit]);
  const { kind } = await branch.push(base, made);
  if (kind !== "pushed") throw new Error("nobody else pushes here, and yet the branch moved");
}
