import { spawn } from "node:child_process";

import { claimDataFolder } from "./data-folder.ts";
import { parseOptions, usage } from "./options.ts";
import type { DemoOptions } from "./options.ts";
import { startWorld } from "./start-world.ts";
import type { World } from "./start-world.ts";
import { stopRequest } from "./stop-request.ts";
import { welcome } from "./welcome.ts";

const started = performance.now();

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function seconds(): number {
  return (performance.now() - started) / 1000;
}

/** Runs until a signal (then returns) or until a part dies for good (then throws). */
async function demo(options: DemoOptions, signal: AbortSignal): Promise<void> {
  const folder = await claimDataFolder(options);
  for (const pid of folder.others) {
    say(`another demo is running (process ${pid}); this one uses ${folder.path}`);
  }
  try {
    const world = await startWorld({
      dataDir: folder.path,
      webPort: options.port,
      configRepo: options.configRepo,
      realKubernetes: options.realKubernetes,
      report: (line) => say(`${seconds().toFixed(1).padStart(5)} s  ${line}`),
      say,
      signal,
    });
    try {
      await present(world, options, folder.path);
      await Promise.race([world.failed, aborted(signal)]);
    } finally {
      say("stopping …");
      await world.close();
    }
  } finally {
    folder.release();
  }
}

async function present(world: World, options: DemoOptions, dataDir: string): Promise<void> {
  if (!world.url.endsWith(`:${options.port}`)) say(`port ${options.port} is taken; using the next`);
  const megabytes = await world.residentMegabytes();
  const { control } = world.sandbox;
  say(
    welcome({
      url: world.url,
      controlUrl: control,
      seconds: seconds(),
      megabytes,
      dataDir,
      clusters: options.realKubernetes
        ? "Three clusters are real control planes; their nodes are simulated."
        : "The sample clusters are simulated.",
    }),
  );
  if (options.open) {
    const opener = process.platform === "darwin" ? "open" : "xdg-open";
    spawn(opener, [world.url], { stdio: "ignore" }).on("error", () => say(`open ${world.url}`));
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
}

async function main(args: readonly string[]): Promise<void> {
  if (args.includes("--help")) return say(usage);
  const signal = stopRequest();
  try {
    await demo(parseOptions(args), signal);
  } catch (error) {
    if (!signal.aborted) {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    }
  }
}

await main(process.argv.slice(2));
process.exit();
