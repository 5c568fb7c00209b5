import { spawn } from "node:child_process";
import { once } from "node:events";

import type { Environment } from "./environment.ts";

/** Runs a Node program to its end and returns what it printed; throws with its last lines. */
export async function runOnce({
  name,
  args,
  env,
  signal,
}: {
  readonly name: string;
  readonly args: readonly string[];
  readonly env: Environment;
  readonly signal?: AbortSignal | undefined;
}): Promise<string> {
  const leash = new URL("./leash.ts", import.meta.url).href;
  const child = spawn(process.execPath, ["--import", leash, ...args], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
    signal,
  });
  const printed: Buffer[] = [];
  const all: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => {
    printed.push(chunk);
    all.push(chunk);
  });
  child.stderr.on("data", (chunk: Buffer) => all.push(chunk));
  const [code] = await once(child, "close");
  if (code !== 0) {
    const lines = Buffer.concat(all).toString("utf8").trim().split("\n").slice(-40);
    throw new Error(`${name} failed:\n${lines.join("\n")}`);
  }
  return Buffer.concat(printed).toString("utf8");
}
