import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { clusterFolder } from "./cluster.ts";

/**
 * Ends a server that an earlier run left on this folder, and removes the note of a dead one:
 * its process id may by now be another program's, which Postgres would take for itself.
 */
export async function removeLeftoverServer(dataDir: string): Promise<void> {
  const note = join(clusterFolder(dataDir), "postmaster.pid");
  const deadline = Date.now() + 15_000;
  for (let asked = false; existsSync(note); asked = true) {
    const pid = Number.parseInt(readFileSync(note, "utf8"), 10);
    if (!isServerOf(pid, dataDir)) {
      rmSync(note, { force: true });
      return;
    }
    if (!asked) process.kill(pid, "SIGINT");
    if (Date.now() > deadline) throw new Error(`Postgres (process ${pid}) does not stop; end it.`);
    await sleep(50);
  }
}

function isServerOf(pid: number, dataDir: string): boolean {
  return commandLine(pid).includes(clusterFolder(dataDir));
}

function commandLine(pid: number): string {
  try {
    return process.platform === "linux"
      ? readFileSync(`/proc/${pid}/cmdline`, "utf8")
      : execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
  } catch {
    return "";
  }
}
