import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";

/** The files of this repository as git knows them, new ones included, ignored ones not. */
export async function trackedFiles(): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)(
    "git",
    ["ls-files", "--cached", "--others", "--exclude-standard", "-z"],
    { maxBuffer: 64 * 1024 * 1024 },
  );
  return [...new Set(stdout.split("\0"))].filter((file) => file !== "" && existsSync(file));
}
