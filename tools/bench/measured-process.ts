import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";

import { z } from "zod";

const Ready = z.object({ ready: z.literal(true) });
const ticksPerSecond = 100;

/** A program in a process of its own, as the kernel sees it. */
export interface MeasuredProcess {
  /** Resident memory in bytes, now and at most. */
  readonly memory: () => Promise<{ readonly now: number; readonly most: number }>;
  /** CPU time used so far, in milliseconds. */
  readonly cpuMs: () => Promise<number>;
  readonly stop: () => Promise<void>;
}

/** Starts a program and waits for its ready line; throws where it ends before. Reads /proc, so Linux only. */
export async function startMeasured(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<MeasuredProcess> {
  const child = spawn(process.execPath, args, {
    env: { NODE_ENV: "production", PATH: process.env["PATH"], ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const folder = `/proc/${child.pid}`;
  async function stop(): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  }
  async function field(name: string): Promise<number> {
    const status = await readFile(`${folder}/status`, "utf8");
    return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1]) * 1024;
  }
  const started = {
    memory: async () => ({ now: await field("VmRSS"), most: await field("VmHWM") }),
    async cpuMs() {
      const stat = await readFile(`${folder}/stat`, "utf8");
      // After the name, which is in brackets and may hold anything, time in user mode is the 12th field.
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond;
    },
    stop,
  };
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith("{") || !Ready.safeParse(JSON.parse(line)).success) continue;
    child.stdout.resume();
    return started;
  }
  throw new Error(`${args.join(" ")} ended before it was ready.`);
}
