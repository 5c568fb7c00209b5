import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, join } from "node:path";

import { findProgram, isExecutable } from "#tools/test/find-program.ts";

import { buildPrograms } from "./build-programs.ts";
import type { GoPrograms } from "./build-programs.ts";

/**
 * The folder with the programs, built once from their module into the user's cache folder, which may take minutes.
 * Null where there is no Go to build them with.
 */
export async function findGoPrograms(
  programs: GoPrograms,
  say: (line: string) => void,
): Promise<string | null> {
  const folder = await cacheFolder(programs.module);
  const names = Object.keys(programs.packages);
  if (hasPrograms(folder, names)) return folder;
  const go = findProgram("go");
  if (go === null) return null;
  say(`building ${names.join(", ")} from source, once: this takes some minutes`);
  // Built beside and moved when whole, so that a build that broke off is never taken for one.
  const building = `${folder}.${process.pid}`;
  await mkdir(building, { recursive: true });
  try {
    await buildPrograms(programs, { go, folder: building, say });
    if (!hasPrograms(folder, names)) await rename(building, folder);
  } finally {
    await rm(building, { recursive: true, force: true });
  }
  return folder;
}

/** Whether all of the programs are in the folder. */
export function hasPrograms(folder: string, names: readonly string[]): boolean {
  return existsSync(folder) && names.every((name) => isExecutable(join(folder, name)));
}

async function cacheFolder(module: string): Promise<string> {
  const sums = await readFile(join(module, "go.sum"));
  const key = createHash("sha256").update(sums).digest("hex").slice(0, 16);
  const caches = process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache");
  return join(caches, "stagecoach", basename(module), key);
}
