import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { tryLock } from "#tools/bootstrap/lock.mjs";
import { trackedFiles } from "#tools/verify/tracked-files.ts";

import type { Environment } from "./environment.ts";
import { runOnce } from "./run-once.ts";

/** What the web is built from. */
const sources =
  /^(?:(?:adapters|app|contracts|domain|ports|public|services|ui)\/|prisma\/schema\.prisma$|(?:next|postcss)\.config\.|package-lock\.json$|tsconfig\.json$)/;
const notBuilt = /\.test\.tsx?$|\.md$/;

const builds = join(".stagecoach", "web");
const kept = 4;

/**
 * Builds the web unless these very sources were built before, and returns the folder of the build.
 * Each state of the sources has its own, so that a server that runs is never rebuilt under its feet.
 */
export async function buildWeb({
  env,
  report,
  signal,
}: {
  readonly env: Environment;
  readonly report: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}): Promise<string> {
  const release = await lockBuilds();
  try {
    const folder = join(builds, await hashSources());
    const build = join(folder, "build");
    if (!existsSync(join(folder, "complete"))) {
      report("building the web (next build) …");
      const start = performance.now();
      await compile({ folder, build, env, signal });
      report(`built the web in ${((performance.now() - start) / 1000).toFixed(1)} s`);
      await removeOldBuilds();
    }
    const now = new Date();
    await utimes(folder, now, now);
    return build;
  } finally {
    release();
  }
}

async function compile({
  folder,
  build,
  env,
  signal,
}: {
  readonly folder: string;
  readonly build: string;
  readonly env: Environment;
  readonly signal: AbortSignal | undefined;
}): Promise<void> {
  const tsconfig = join(folder, "tsconfig.json");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  // A file of its own: Next writes the folder of the build into the one it is given.
  await writeFile(tsconfig, JSON.stringify({ extends: "../../../tsconfig.json", include: [] }));
  await runOnce({
    name: "next build",
    args: ["node_modules/next/dist/bin/next", "build"],
    env: {
      ...env,
      NEXT_TELEMETRY_DISABLED: "1",
      STAGECOACH_WEB_BUILD: build,
      STAGECOACH_WEB_TSCONFIG: tsconfig,
    },
    signal,
  });
  await writeFile(join(folder, "complete"), "");
  await rm("next-env.d.ts", { force: true });
}

async function removeOldBuilds(): Promise<void> {
  const names = await readdir(builds);
  const aged = await Promise.all(
    names.map(async (name) => ({ name, usedAt: (await stat(join(builds, name))).mtimeMs })),
  );
  const old = aged.toSorted((a, b) => b.usedAt - a.usedAt).slice(kept);
  await Promise.all(old.map(({ name }) => rm(join(builds, name), { recursive: true })));
}

async function hashSources(): Promise<string> {
  const files = (await trackedFiles()).filter((file) => sources.test(file) && !notBuilt.test(file));
  const sum = createHash("sha256");
  for (const file of files.toSorted()) sum.update(`\0${file}\0`).update(await readFile(file));
  return sum.digest("hex").slice(0, 16);
}

async function lockBuilds(): Promise<() => void> {
  for (;;) {
    const release = tryLock(join(".stagecoach", "web-build.lock"));
    if (release) return release;
    await sleep(200);
  }
}
