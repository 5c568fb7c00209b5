import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { runGit } from "./run-git.ts";

export type FileTexts = ReadonlyMap<string, string>;

/** Makes the bare repository with one commit per branch, unless it is there already. */
export async function ensureRepository(options: {
  readonly directory: string;
  readonly branches: ReadonlyMap<string, FileTexts>;
  readonly now: Date;
}): Promise<void> {
  const { directory, branches, now } = options;
  if (existsSync(join(directory, "HEAD"))) return;
  await mkdir(directory, { recursive: true });
  const first = branches.keys().next().value ?? "main";
  await runGit(directory, ["init", "--quiet", "--bare", `--initial-branch=${first}`]);
  for (const [key, value] of settings) await runGit(directory, ["config", key, value]);
  const stream = [...branches].map(([branch, files]) => importCommit(branch, files, now));
  await runGit(directory, ["fast-import", "--quiet"], Buffer.concat(stream));
}

/** Every file at the tip of a branch. */
export async function readTip(directory: string, branch: string): Promise<Map<string, string>> {
  const listing = await runGit(directory, ["ls-tree", "-r", "-z", branch]);
  const entries = listing.toString("utf8").split("\0").filter(Boolean).map(parseEntry);
  const request = entries.map(({ blob }) => `${blob}\n`).join("");
  const contents = await runGit(directory, ["cat-file", "--batch"], request);
  const files = new Map<string, string>();
  let offset = 0;
  for (const { path } of entries) {
    const lineEnd = contents.indexOf("\n", offset);
    const size = Number(contents.toString("utf8", offset, lineEnd).split(" ")[2]);
    files.set(path, contents.toString("utf8", lineEnd + 1, lineEnd + 1 + size));
    offset = lineEnd + 1 + size + 1;
  }
  return files;
}

const settings = [
  ["http.receivepack", "true"],
  ["receive.denyNonFastForwards", "true"],
  ["receive.fsckObjects", "true"],
  ["gc.auto", "0"],
  ["uploadpack.allowFilter", "true"],
] as const;

/** One commit in git's fast-import language. */
function importCommit(branch: string, files: FileTexts, now: Date): Buffer {
  const parts = [
    `commit refs/heads/${branch}\n`,
    `committer Sandbox <sandbox@stagecoach.test> ${Math.floor(now.getTime() / 1000)} +0000\n`,
    data("Start with the sample's manifests\n"),
  ];
  for (const [path, text] of files) parts.push(`M 100644 inline ${quote(path)}\n`, data(text));
  return Buffer.from(`${parts.join("")}\n`);
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}

function quote(path: string): string {
  return JSON.stringify(path);
}

function parseEntry(line: string): { readonly blob: string; readonly path: string } {
  const tab = line.indexOf("\t");
  return { blob: line.slice(0, tab).split(" ")[2] ?? "", path: line.slice(tab + 1) };
}
