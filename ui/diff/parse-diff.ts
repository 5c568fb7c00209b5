export interface DiffLine {
  readonly kind: "context" | "add" | "remove";
  readonly text: string;
  /** The line's number: in the new file, or in the old one where it is removed. */
  readonly number: number;
}

export interface DiffFile {
  readonly path: string;
  readonly added: number;
  readonly removed: number;
  /** Runs of lines; between them something unchanged is left out. */
  readonly hunks: readonly (readonly DiffLine[])[];
}

interface OpenFile {
  path: string;
  hunks: DiffLine[][];
}

/** The files of a unified diff. The counts in the hunk headers decide what belongs to a hunk. */
export function parseDiff(diff: string): readonly DiffFile[] {
  const lines = diff.split("\n");
  const files: OpenFile[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? "";
    at += 1;
    if (line.startsWith("+++ ")) files.push({ path: pathOf(line), hunks: [] });
    const hunk = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line);
    const file = files.at(-1);
    if (!hunk || !file) continue;
    const read = readHunk(lines, at, hunk);
    file.hunks.push(read.lines);
    at = read.next;
  }
  return files.map(withCounts);
}

function readHunk(
  lines: readonly string[],
  start: number,
  [, from = "0", fromCount = "1", to = "0", toCount = "1"]: RegExpExecArray,
): { readonly lines: DiffLine[]; readonly next: number } {
  const old = { number: Number(from), left: Number(fromCount) };
  const fresh = { number: Number(to), left: Number(toCount) };
  const found: DiffLine[] = [];
  let at = start;
  while (at < lines.length && (old.left > 0 || fresh.left > 0)) {
    const line = lines[at] ?? "";
    at += 1;
    const text = line.slice(1).replace(/\r$/, "");
    if (line.startsWith("-")) {
      found.push({ kind: "remove", text, number: take(old) });
    } else if (line.startsWith("+")) {
      found.push({ kind: "add", text, number: take(fresh) });
    } else if (!line.startsWith("\\")) {
      take(old);
      found.push({ kind: "context", text, number: take(fresh) });
    }
  }
  return { lines: found, next: at };
}

function take(side: { number: number; left: number }): number {
  side.left -= 1;
  side.number += 1;
  return side.number - 1;
}

function pathOf(line: string): string {
  return line.slice(4).replace(/\t.*$/, "").replace(/^b\//, "");
}

function withCounts({ path, hunks }: OpenFile): DiffFile {
  const kinds = hunks.flat().map(({ kind }) => kind);
  return {
    path,
    hunks,
    added: kinds.filter((kind) => kind === "add").length,
    removed: kinds.filter((kind) => kind === "remove").length,
  };
}
