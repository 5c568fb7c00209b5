import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

import { tryLock } from "#tools/bootstrap/lock.mjs";
import { trackedFiles } from "#tools/verify/tracked-files.ts";

import type { Environment } from "./environment.ts";
import { runOnce } from "./run-once.ts";

/** What the web is built from. */
const sources =
  /^(?:(?:adapters|app|contracts|domain|ports|public|services|ui)\/|prisma\/schema\.prisma$|(?:next|postcss)\.config\.|package-lock\.json$|tsconfig\.json$)/;
const notBuilt = /\.test\.tsx?$|\.md$/;

/** Where `next build` writes, and the note of what it was built from. */
const buildNote = ".next/stagecoach-build";

/**
 * Builds the web unless the last build was of the same sources. Runs at the same moment wait for
 * each other, so that two demos do not build into one folder.
 */
export async function buildWeb({
  env,
  report,
  signal,
}: {
  readonly env: Environment;
  readonly report: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}): Promise<void> {
  const release = await lockBuild();
  try {
    const wanted = await hashSources();
    if (existsSync(".next/BUILD_ID") && (await readNote()) === wanted) return;
    report("building the web (next build) …");
    const start = performance.now();
    await runOnce({
      name: "next build",
      args: ["node_modules/next/dist/bin/next", "build"],
      env: { ...env, NEXT_TELEMETRY_DISABLED: "1" },
      signal,
    });
    await writeFile(buildNote, wanted);
    report(`built the web in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  } finally {
    release();
  }
}

async function hashSources(): Promise<string> {
  const files = (await trackedFiles()).filter((file) => sources.test(file) && !notBuilt.test(file));
  const sum = createHash("sha256");
  for (const file of files.toSorted()) sum.update(`\0${file}\0`).update(await readFile(file));
  return sum.digest("hex");
}

function readNote(): Promise<string> {
  return readFile(buildNote, "utf8").catch(() => "");
}

async function lockBuild(): Promise<() => void> {
  for (;;) {
    const release = tryLock(".stagecoach/web-build.lock");
    if (release) return release;
    await sleep(200);
  }
}
