import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { findGoPrograms } from "#test/go/find-programs.ts";
import { findProgram } from "#tools/test/find-program.ts";

const installed = "docker-registry";
const built = { registry: "github.com/distribution/distribution/v3/cmd/registry" };

/** Whether the registry is installed here, or there is Go to build it with. */
export function canRunDistribution(): boolean {
  return findProgram(installed, "go") !== null;
}

/** The registry program: the installed one, or one that is built once from its Go module. */
export async function findDistribution(say: (line: string) => void): Promise<string> {
  const found = findProgram(installed);
  if (found !== null) return found;
  const programs = { module: import.meta.dirname, packages: built, variables: {} };
  const folder = await findGoPrograms(programs, say);
  if (folder === null) throw new Error("The registry needs Go to be built.");
  return join(folder, "registry");
}

/** Starts an empty registry on a port that it chooses, in a folder that goes with it. */
export async function startDistribution(
  program: string,
): Promise<{ readonly origin: string; readonly stop: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "registry-"));
  const config = {
    version: 0.1,
    log: { formatter: "json" },
    storage: { filesystem: { rootdirectory: join(folder, "data") } },
    http: { addr: "127.0.0.1:0" },
  };
  const file = join(folder, "config.yml");
  await writeFile(file, JSON.stringify(config));
  const child = spawn(program, ["serve", file], { stdio: ["ignore", "ignore", "pipe"] });
  for await (const line of createInterface(child.stderr)) {
    // The port is in its log and nowhere else.
    const address = /listening on (127\.0\.0\.1:\d+)/.exec(line)?.[1];
    if (address === undefined) continue;
    child.stderr.resume();
    return {
      origin: `http://${address}`,
      async stop() {
        child.kill();
        await once(child, "exit");
        await rm(folder, { recursive: true });
      },
    };
  }
  throw new Error(`${program} ended before it listened.`);
}
