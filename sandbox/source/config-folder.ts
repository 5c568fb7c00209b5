import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";

const largest = 1024 * 1024;
const leftOut: ReadonlySet<string> = new Set([".git", "node_modules"]);

/** The text files below a folder, by path; symbolic links, git's own files and binary files are left out. */
export async function readConfigFolder(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = new Map<string, string>();
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name).slice(join(folder, "/").length);
    if (!entry.isFile() || path.split("/").some((part) => leftOut.has(part))) continue;
    const text = await readText(join(folder, path));
    if (text !== undefined) files.set(path, text);
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function readText(path: string): Promise<string | undefined> {
  if ((await stat(path)).size > largest) return undefined;
  const bytes = await readFile(path);
  const text = bytes.toString("utf8");
  return text.includes("\0") || !Buffer.from(text).equals(bytes) ? undefined : text;
}
