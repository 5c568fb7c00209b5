import { createHash } from "node:crypto";
import { rm, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";

import { lockHolder, tryLock } from "#tools/bootstrap/lock.mjs";
import { removeLeftoverServer } from "#tools/postgres/leftover-server.ts";

export interface DataFolder {
  readonly path: string;
  /** Process ids of the demos that hold the folders before this one. */
  readonly others: readonly number[];
  readonly release: () => void;
}

/**
 * Takes the folder this demo keeps its data in, or the next one beside it while another demo runs
 * on it. With `fresh` it is emptied first.
 */
export async function claimDataFolder({
  configRepo,
  fresh,
}: {
  readonly configRepo: string | null;
  readonly fresh: boolean;
}): Promise<DataFolder> {
  const first = await folderFor(configRepo);
  const others: number[] = [];
  for (let number = 1; ; number += 1) {
    const path = number === 1 ? first : `${first}-${number}`;
    const release = tryLock(`${path}.lock`);
    if (release) {
      if (fresh) await empty(path);
      return { path, others, release };
    }
    others.push(Number.parseInt(lockHolder(`${path}.lock`) ?? "0", 10));
  }
}

async function folderFor(configRepo: string | null): Promise<string> {
  const base = resolve(process.env["STAGECOACH_DEMO_DIR"] ?? join(".stagecoach", "demo"));
  if (configRepo === null) return join(base, "sample");
  const folder = resolve(configRepo);
  const found = await stat(folder).catch(() => null);
  if (!found?.isDirectory()) throw new Error(`--config-repo ${configRepo} is not a folder.`);
  const tag = createHash("sha256").update(folder).digest("hex").slice(0, 8);
  return join(base, `${basename(folder)}-${tag}`);
}

async function empty(path: string): Promise<void> {
  await removeLeftoverServer(join(path, "postgres"));
  await rm(path, { recursive: true, force: true });
}
