import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { promisify } from "node:util";

/**
 * Resident memory in MB of this process, the process groups of `leaders`, and all their
 * descendants. Memory that several share counts once for each, as everywhere.
 */
export async function residentMegabytes(leaders: readonly number[]): Promise<number> {
  const processes = await listProcesses();
  const counted = new Set([process.pid, ...leaders]);
  for (let before = -1; before !== counted.size;) {
    before = counted.size;
    for (const { pid, parent } of processes) if (counted.has(parent)) counted.add(pid);
  }
  const kilobytes = processes
    .filter(({ pid }) => counted.has(pid))
    .reduce((sum, { resident }) => sum + resident, 0);
  return Math.round(kilobytes / 1024);
}

interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  /** In KB. */
  readonly resident: number;
}

function listProcesses(): Promise<readonly ProcessEntry[]> {
  return process.platform === "linux" ? listFromProc() : listFromPs();
}

async function listFromProc(): Promise<readonly ProcessEntry[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const entries = pids.map(async (pid) => {
    const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
    return {
      pid: Number(pid),
      parent: Number(/^PPid:\s+(\d+)/m.exec(status)?.[1] ?? 0),
      resident: Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0),
    };
  });
  return Promise.all(entries);
}

async function listFromPs(): Promise<readonly ProcessEntry[]> {
  const { stdout } = await promisify(execFile)("ps", ["-axo", "pid=,ppid=,rss="]);
  return stdout
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number))
    .map(([pid = 0, parent = 0, resident = 0]) => ({ pid, parent, resident }));
}
