import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createGitHost } from "#adapters/git/git-host.ts";
import { runGit } from "#sandbox/git/run-git.ts";

import type { BenchOptions, BenchResult } from "./bench.ts";
import { injectedMs, startFarGitServer } from "./far-git-server.ts";
import { spread } from "./figure.ts";
import {
  deploymentFile,
  generatedFiles,
  generatedServices,
  withTag,
} from "./generated-services.ts";
import { timed } from "./timed.ts";

const services = generatedServices(500);
const files = generatedFiles(services);
const history = 300;
const person = "Bench <bench@stagecoach.test> 1767225600 +0000";

/** Both sides bring the same branch here: from nothing, when one commit is new, and when nothing is. */
export async function benchFetch({ runs, signal, report }: BenchOptions): Promise<BenchResult> {
  const folder = await mkdtemp(join(tmpdir(), "stagecoach-bench-"));
  const root = join(folder, "served");
  const server = await startFarGitServer({ root, names: ["config"], files });
  const [url, directory] = [server.url("config"), server.directory("config")];
  try {
    report(`500 services × 7 files, ${history} commits, ${injectedMs} ms injected per request`);
    await commitTags(directory, ...Array.from({ length: history }, (_, at) => `1.0.${at}`));
    await runGit(directory, ["gc", "--quiet"]);
    let copies = 0;
    const cold = await inTurns(runs, {
      prepare: () => Promise.resolve((copies += 1)),
      ours: () => open(url, join(folder, `mirror-${copies}`)).fetch(),
      peer: () => cloneBare(url, join(folder, `clone-${copies}`)),
    });
    signal.throwIfAborted();
    const branch = open(url, join(folder, "mirror-1"));
    await branch.fetch();
    const clone = join(folder, "clone-1");
    const sides = {
      ours: () => branch.fetch(),
      peer: () => runGit(clone, ["fetch", "--quiet", "origin", "main:main"]),
    };
    let tag = 0;
    const prepare = () => commitTags(directory, `1.1.${(tag += 1)}`);
    const warm = await inTurns(runs, { ...sides, prepare });
    const nothing = await inTurns(runs, { ...sides, prepare: () => Promise.resolve() });
    return {
      peer: "git",
      figures: [
        ...spread("clone, 200 commits deep", cold),
        ...spread("fetch of one new commit", warm),
        ...spread("fetch of nothing new", nothing),
      ],
    };
  } finally {
    server.close();
    await rm(folder, { recursive: true });
  }
}

interface Sides {
  readonly prepare: () => Promise<unknown>;
  readonly ours: () => Promise<unknown>;
  readonly peer: () => Promise<unknown>;
}

async function inTurns(
  runs: number,
  { prepare, ours, peer }: Sides,
): Promise<{ readonly ours: readonly number[]; readonly peer: readonly number[] }> {
  const times: { readonly ours: number[]; readonly peer: number[] } = { ours: [], peer: [] };
  for (let run = 0; run < runs; run += 1) {
    await prepare();
    times.ours.push(await timed(ours));
    times.peer.push(await timed(peer));
  }
  return times;
}

function open(url: string, folder: string) {
  return createGitHost({ folder }).branch({ url, credentials: { kind: "none" } }, "main");
}

/** As deep as ours, and as bare: neither side checks files out. */
async function cloneBare(url: string, folder: string): Promise<void> {
  const shape = ["--bare", "--depth=200", "--single-branch", "--no-tags"];
  await runGit("/", ["clone", "--quiet", ...shape, url, folder]);
}

/** Commits by somebody else, one for each tag of the first service. */
async function commitTags(directory: string, ...tags: readonly string[]): Promise<void> {
  const [service] = services;
  if (!service) throw new Error("there are no services");
  const path = deploymentFile(service);
  const text = files.get(path) ?? "";
  const stream = tags.map((tag, index) => {
    const content = withTag(text, tag);
    return [
      "commit refs/heads/main",
      `committer ${person}`,
      "data 6\nchange",
      ...(index === 0 ? ["from refs/heads/main^0"] : []),
      `M 100644 inline ${path}`,
      `data ${Buffer.byteLength(content)}\n${content}`,
    ].join("\n");
  });
  await runGit(directory, ["fast-import", "--quiet"], `${stream.join("\n")}\n`);
}
