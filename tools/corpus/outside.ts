import type { TextRange } from "#cli/scalar-range.ts";

/**
 * Whether `after` is `before` with nothing but the given ranges replaced. Where values were added that no range stands
 * for, everything outside the ranges still has to be there, in order and at both ends.
 */
export function sameOutside(input: {
  readonly before: string;
  readonly after: string;
  readonly ranges: readonly TextRange[];
  readonly isAdding: boolean;
}): boolean {
  const { before, after, ranges, isAdding } = input;
  const pieces = piecesBetween(before, ranges).flatMap((piece) =>
    isAdding ? lines(piece) : [piece],
  );
  const first = pieces[0] ?? "";
  const last = pieces.at(-1) ?? "";
  if (pieces.length === 1) return isAdding ? after.includes(first) : after === first;
  if (!after.startsWith(first) || !after.endsWith(last)) return false;
  const end = after.length - last.length;
  let from = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = after.indexOf(piece, from);
    if (found === -1 || found + piece.length > end) return false;
    from = found + piece.length;
  }
  return from <= end;
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
