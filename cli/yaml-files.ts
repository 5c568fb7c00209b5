import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

import { Refusal } from "./exit.ts";

const skippedFolders: ReadonlySet<string> = new Set([".git", "node_modules"]);

/** Whether the path is a folder. Throws `Refusal` when nothing is there. */
export function isFolder(path: string): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat !== undefined) return stat.isDirectory();
  throw new Refusal(`${path}: there is no such file or folder. Check the path.`);
}

/**
 * The files below a folder that can be manifests, sorted by path: `.yaml`, `.yml` and a kustomization without an
 * ending. Links are not followed; `.git` and `node_modules` are left out.
 */
export function yamlFilesBelow(folder: string): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return skippedFolders.has(entry.name) ? [] : yamlFilesBelow(path);
      return entry.isFile() && isManifestName(entry.name) ? [path] : [];
    });
}

function isManifestName(name: string): boolean {
  return /\.ya?ml$/.test(name) || name === "Kustomization";
}
