import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { promisify } from "node:util";

/**
 * The memory in MB that this process, `leaders` and all their descendants take together. Linux
 * says how much is shared, and that is counted once; elsewhere it counts for each.
 */
export async function residentMegabytes(leaders: readonly number[]): Promise<number> {
  const processes = await listProcesses();
  const counted = new Set([process.pid, ...leaders]);
  for (let before = -1; before !== counted.size;) {
    before = counted.size;
    for (const { pid, parent } of processes) if (counted.has(parent)) counted.add(pid);
  }
  const kilobytes = await Promise.all(
    processes.filter(({ pid }) => counted.has(pid)).map((entry) => proportionalOf(entry)),
  );
  return Math.round(kilobytes.reduce((sum, one) => sum + one, 0) / 1024);
}

/** Its share of what several processes have in memory; where that is not told, all of it. */
async function proportionalOf({ pid, resident }: ProcessEntry): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "");
  return Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? resident);
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
