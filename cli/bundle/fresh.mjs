import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** The note that says which bundle is current and what it was made from. */
export function notePath(cache) {
  return join(cache, "current.json");
}

/** The module of a bundle that starts the command. */
export function entryPath(cache, bundle) {
  return join(cache, bundle, "main.mjs");
}

/** The entry of the cached bundle, or null when there is none or a file it was made from has changed. */
export function freshBundle({ root, cache }) {
  try {
    const { bundle, sources } = JSON.parse(readFileSync(notePath(cache), "utf8"));
    const isFresh = sources.every(([path, state]) => stateOf(join(root, path)) === state);
    const entry = entryPath(cache, bundle);
    return isFresh && statSync(entry, { throwIfNoEntry: false }) ? entry : null;
  } catch {
    return null;
  }
}

/** What tells that a file is the same as before without reading it; null when it is not there. */
export function stateOf(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat ? `${stat.mtimeMs}/${stat.size}` : null;
}
