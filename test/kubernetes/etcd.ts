import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { freePort } from "#tools/net/free-port.ts";

import { startGuarded } from "./guarded-process.ts";
import type { GuardedProcess } from "./guarded-process.ts";

export interface RunningEtcd extends GuardedProcess {
  readonly url: string;
}

/**
 * Starts an etcd that keeps nothing but what is in its folder; several control planes may share it, each under a
 * prefix of its own. One that was stopped goes on where it was when it is started with the same port and folder.
 */
export async function startEtcd(
  program: string,
  folder: string,
  { port }: { readonly port?: number } = {},
): Promise<RunningEtcd> {
  await mkdir(folder, { recursive: true });
  const url = `http://127.0.0.1:${port ?? (await freePort())}`;
  const peerUrl = `http://127.0.0.1:${await freePort()}`;
  const process = startGuarded({
    program,
    logFile: join(folder, "etcd.log"),
    args: [
      `--data-dir=${join(folder, "data")}`,
      "--unsafe-no-fsync",
      `--listen-client-urls=${url}`,
      `--advertise-client-urls=${url}`,
      `--listen-peer-urls=${peerUrl}`,
      `--initial-advertise-peer-urls=${peerUrl}`,
      `--initial-cluster=default=${peerUrl}`,
      "--log-level=error",
    ],
  });
  return { ...process, url };
}
