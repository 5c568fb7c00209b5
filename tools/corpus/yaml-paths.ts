import { readdirSync } from "node:fs";
import { join } from "node:path";

/** The YAML files below a folder, one after the other, sorted within their folder. Links are not followed. */
export function* yamlPaths(folder: string): Generator<string> {
  const entries = readdirSync(folder, { withFileTypes: true });
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== ".git") yield* yamlPaths(path);
    else if (entry.isFile() && /\.ya?ml$/i.test(entry.name)) yield path;
  }
}
