import type { DiffLine } from "./parse-diff.ts";

/** A line in three parts, of which the middle one is what changed. */
export interface EmphasizedLine extends DiffLine {
  readonly before: string;
  readonly changed: string;
  readonly after: string;
}

/** Marks in each removed line and the added line that replaces it the words that differ. */
export function emphasize(lines: readonly DiffLine[]): readonly EmphasizedLine[] {
  const partners = pairUp(lines);
  return lines.map((line, index) => {
    const partner = partners.get(index);
    const other = partner === undefined ? undefined : lines[partner];
    if (!other) return { ...line, before: line.text, changed: "", after: "" };
    return { ...line, ...difference(line.text, other.text) };
  });
}

/** The nth removed line of a run belongs to the nth added line right after the run. */
function pairUp(lines: readonly DiffLine[]): ReadonlyMap<number, number> {
  const partners = new Map<number, number>();
  let at = 0;
  while (at < lines.length) {
    const removed = runLength(lines, at, "remove");
    const added = runLength(lines, at + removed, "add");
    for (let index = 0; index < Math.min(removed, added); index += 1) {
      partners.set(at + index, at + removed + index);
      partners.set(at + removed + index, at + index);
    }
    at += Math.max(1, removed + added);
  }
  return partners;
}

function runLength(lines: readonly DiffLine[], start: number, kind: DiffLine["kind"]): number {
  let end = start;
  while (lines[end]?.kind === kind) end += 1;
  return end - start;
}

function difference(
  text: string,
  other: string,
): Pick<EmphasizedLine, "before" | "changed" | "after"> {
  const words = wordsOf(text);
  const others = wordsOf(other);
  const start = sharedPrefix(words, others);
  const end = sharedPrefix(words.slice(start).toReversed(), others.slice(start).toReversed());
  return {
    before: words.slice(0, start).join(""),
    changed: words.slice(start, words.length - end).join(""),
    after: words.slice(words.length - end).join(""),
  };
}

/** Versions and names hold together; everything else stands alone. */
function wordsOf(text: string): readonly string[] {
  return text.match(/[\w.+-]+|\s+|[^\w\s]/g) ?? [];
}

function sharedPrefix(a: readonly string[], b: readonly string[]): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}
