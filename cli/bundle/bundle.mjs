import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { isAbsolute, join, relative, sep } from "node:path";

import { entryPath, notePath, stateOf } from "./fresh.mjs";

/** What stands for all installed packages: npm rewrites it whenever one of them changes. */
const installed = join("node_modules", ".package-lock.json");
/** Another process may still load parts of an older bundle lazily. */
const keepOldForMs = 24 * 60 * 60 * 1000;

/**
 * Bundles the command and returns the entry's path. Every bundle has a folder of its own and the note that names it
 * appears whole, so that processes which start together do not meet.
 */
export async function bundle({ root, cache }) {
  const { rolldown } = await loadBundler();
  const name = `bundle-${randomUUID()}`;
  const output = await write(rolldown, { root, folder: join(cache, name) });
  const modules = output.flatMap((chunk) => ("moduleIds" in chunk ? chunk.moduleIds : []));
  writeNote({ cache, note: { bundle: name, sources: sourcesOf(root, modules) } });
  removeOld(cache, name);
  return entryPath(cache, name);
}

async function write(rolldown, { root, folder }) {
  const build = await rolldown({
    input: join(root, "cli", "main.ts"),
    platform: "node",
    cwd: root,
  });
  try {
    const { output } = await build.write({
      dir: folder,
      format: "esm",
      entryFileNames: "main.mjs",
      chunkFileNames: "[name]-[hash].mjs",
      minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
    });
    return output;
  } finally {
    await build.close();
  }
}

/** A clone has the bundler among its development packages; the product itself does not depend on it. */
async function loadBundler() {
  try {
    return await import(import.meta.resolve("rolldown"));
  } catch (error) {
    if (error.code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new Error("the packages are not installed here. Run `npm ci` in the repository first.", {
      cause: error,
    });
  }
}

function sourcesOf(root, modules) {
  const own = modules
    .filter(isAbsolute) // The bundler's own parts have no file.
    .map((id) => relative(root, id))
    .filter((path) => !path.startsWith("..") && !path.split(sep).includes("node_modules"));
  return [...own, installed].map((path) => [path, stateOf(join(root, path))]);
}

function writeNote({ cache, note }) {
  const draft = join(cache, `${randomUUID()}.draft`);
  mkdirSync(cache, { recursive: true });
  writeFileSync(draft, JSON.stringify(note));
  renameSync(draft, notePath(cache));
}

function removeOld(cache, current) {
  for (const name of readdirSync(cache)) {
    if (!name.startsWith("bundle-") || name === current) continue;
    const path = join(cache, name);
    const made = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (Date.now() - made > keepOldForMs) rmSync(path, { recursive: true, force: true });
  }
}
