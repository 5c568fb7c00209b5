import type { TextRange } from "#cli/scalar-range.ts";

/**
 * Whether `after` is `before` with nothing but the given ranges replaced. Where values were added that no range stands
 * for, every line outside the ranges still has to be there, in order.
 */
export function sameOutside(input: {
  readonly before: string;
  readonly after: string;
  readonly ranges: readonly TextRange[];
  readonly isAdding: boolean;
}): boolean {
  const { before, after, ranges, isAdding } = input;
  const pieces = piecesBetween(before, ranges);
  if (isAdding) return inOrder(pieces.flatMap(lines), after);
  const [first = "", ...others] = pieces;
  const last = others.pop();
  if (last === undefined) return after === first;
  const room = after.length - first.length - last.length;
  if (room < 0 || !after.startsWith(first) || !after.endsWith(last)) return false;
  return inOrder(others, after.slice(first.length, first.length + room));
}

/** Whether the text holds the pieces one after the other, whatever stands between them. */
function inOrder(pieces: readonly string[], text: string): boolean {
  let from = 0;
  for (const piece of pieces) {
    const found = text.indexOf(piece, from);
    if (found === -1) return false;
    from = found + piece.length;
  }
  return true;
}

function piecesBetween(text: string, ranges: readonly TextRange[]): readonly string[] {
  const pieces: string[] = [];
  let from = 0;
  for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start)) {
    if (start < from) continue;
    pieces.push(text.slice(from, start));
    from = end;
  }
  return [...pieces, text.slice(from)];
}

function lines(text: string): readonly string[] {
  return text.split(/(?<=\n)/);
}

/**
 * Whether `after` is `before` with one run of characters replaced, which was part of the old value and is part of the
 * new one: for values whose place the YAML library cannot tell.
 */
export function replacedWithin(input: {
  readonly before: string;
  readonly after: string;
  readonly from: string;
  readonly to: string;
}): boolean {
  const { before, after, from, to } = input;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const removed = before.slice(start, before.length - end);
  const added = after.slice(start, after.length - end);
  return from.includes(removed) && to.includes(added);
}
