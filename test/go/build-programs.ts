import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** Programs that a Go module names as its tools. */
export interface GoPrograms {
  /** The folder of the module's go.mod. */
  readonly module: string;
  /** Name of the program → the package it is built from. */
  readonly packages: Readonly<Record<string, string>>;
  /** Variables that the linker sets, such as versions. */
  readonly variables: Readonly<Record<string, string>>;
}

const quietMs = 10_000;

/** Builds the programs into the folder, saying how far it is; throws with the compiler's words. */
export async function buildPrograms(
  { module: cwd, packages, variables }: GoPrograms,
  options: {
    readonly go: string;
    readonly folder: string;
    readonly say: (line: string) => void;
  },
): Promise<void> {
  const { go, folder, say } = options;
  const settings = Object.entries(variables).map(([name, value]) => `-X ${name}=${value}`);
  const flags = ["-v", "-trimpath", "-ldflags", ["-s", "-w", ...settings].join(" ")];
  for (const [name, source] of Object.entries(packages)) {
    const start = performance.now();
    const args = ["build", ...flags, "-o", join(folder, name), source];
    await goBuild({ go, cwd, say, name, args });
    say(`built ${name} in ${Math.round((performance.now() - start) / 1000)} s`);
  }
}

async function goBuild(options: {
  readonly go: string;
  readonly cwd: string;
  readonly args: readonly string[];
  readonly name: string;
  readonly say: (line: string) => void;
}): Promise<void> {
  const { go, cwd, args, name, say } = options;
  const child = spawn(go, args, {
    cwd,
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, CGO_ENABLED: "0" },
  });
  const lines: string[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => lines.push(line));
  const progress = setInterval(() => {
    say(`building ${name}: ${lines.length} packages so far`);
  }, quietMs);
  const [code] = await once(child, "exit");
  clearInterval(progress);
  if (code !== 0) throw new Error(`${name} cannot be built:\n${lines.slice(-20).join("\n")}`);
}
