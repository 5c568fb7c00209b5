import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { findProgram } from "./find-program.ts";

/** Installs a package from Debian's archive; false where that is not possible. */
export async function installFromDebian(name: string): Promise<boolean> {
  if (process.getuid?.() !== 0 || findProgram("apt-get") === null) return false;
  process.stdout.write(`installing ${name} (apt-get) …\n`);
  try {
    await aptGet("update", "-qq");
    await aptGet("install", "-y", "-qq", "--no-install-recommends", name);
    return true;
  } catch (error) {
    process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return false;
  }
}

async function aptGet(...args: readonly string[]): Promise<void> {
  await promisify(execFile)("apt-get", args, {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    maxBuffer: 64 * 1024 * 1024,
  });
}
