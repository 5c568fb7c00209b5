import { structuredPatch } from "diff";

const contextLines = 3;

/**
 * The change of one file as `git diff` writes it, byte for byte, with three lines of context; empty when nothing
 * changed. Line ends are part of the lines, and a missing last one is told.
 */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return "";
  const patch = structuredPatch(path, path, before, after, "", "", { context: contextLines });
  const hunks = patch.hunks.map((hunk) => {
    const old = range(hunk.oldStart, hunk.oldLines);
    const now = range(hunk.newStart, hunk.newLines);
    return [`@@ -${old} +${now} @@`, ...hunk.lines].join("\n");
  });
  return [`diff --git a/${path} b/${path}`, `--- a/${path}`, `+++ b/${path}`, ...hunks, ""].join(
    "\n",
  );
}

export interface DiffStat {
  readonly files: number;
  readonly added: number;
  readonly removed: number;
}

/** How many files, added and removed lines a diff of one or more files has. */
export function diffStat(diff: string): DiffStat {
  let files = 0;
  let added = 0;
  let removed = 0;
  let inHunk = false;
  for (const line of diff.split("\n")) {
    if (line.startsWith("diff --git ")) {
      files += 1;
      inHunk = false;
    } else if (line.startsWith("@@ ")) inHunk = true;
    else if (inHunk && line.startsWith("+")) added += 1;
    else if (inHunk && line.startsWith("-")) removed += 1;
  }
  return { files, added, removed };
}

/** Git leaves a count of one out, and names the line before where nothing stands. */
function range(start: number, count: number): string {
  if (count === 1) return String(start);
  return `${count === 0 ? start - 1 : start},${count}`;
}
