import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import { binaries } from "./binaries.ts";
import { giveToPostgres, unprivileged } from "./unprivileged.ts";

/** Where the cluster's own files are inside a data folder. */
export function clusterFolder(dataDir: string): string {
  return join(dataDir, "cluster");
}

/** Makes the cluster once. One that was interrupted while being made is made anew. */
export async function initialiseCluster(dataDir: string, password: string): Promise<void> {
  const folder = clusterFolder(dataDir);
  const complete = join(dataDir, "initialised");
  if (existsSync(complete)) return;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await giveToPostgres(folder);
  const passwordFile = join(dataDir, "initial-password");
  await writeFile(passwordFile, password, { mode: 0o600 });
  await giveToPostgres(passwordFile);
  try {
    const { program, args, identity } = unprivileged({
      program: binaries.initdb,
      args: [
        `--pgdata=${folder}`,
        "--username=postgres",
        `--pwfile=${passwordFile}`,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--no-sync",
        "--no-instructions",
      ],
      dataDir,
    });
    await promisify(execFile)(program, args, identity);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await writeFile(complete, "");
}
