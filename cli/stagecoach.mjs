#!/usr/bin/env node
import module from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { freshBundle } from "./bundle/fresh.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cache = join(root, ".stagecoach", "cli");

/** Runs the bundled command; the bundle is made on first use and again when a source has changed. */
async function start() {
  if (!Map.groupBy) await import("./bundle/node20.mjs");
  module.enableCompileCache?.(join(cache, "compiled"));
  const entry = freshBundle({ root, cache }) ?? (await makeBundle());
  const { main } = await import(pathToFileURL(entry).href);
  return main(process.argv.slice(2));
}

async function makeBundle() {
  const { bundle } = await import("./bundle/bundle.mjs");
  return bundle({ root, cache });
}

try {
  process.exitCode = await start();
} catch (error) {
  process.stderr.write(`stagecoach: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
