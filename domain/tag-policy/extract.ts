import { RE2JS } from "re2js";

/** Which tags an ordering looks at, and which part of each it compares. */
export interface TagFilter {
  /** RE2, unanchored. */
  readonly pattern: string;
  /** Groups of the pattern put together, such as `$ts` or `${year}$2`; the whole tag when missing. */
  readonly extract?: string;
}

type Piece = { readonly text: string } | { readonly group: string | number };

const reference = /\$(?:\$|\{(\w+)\}|(\w+))/g;

/** What is wrong with a filter; undefined for a good one. RE2 decides about the pattern: it has no look-around. */
export function flawOfTagFilter({ pattern, extract }: TagFilter): string | undefined {
  const expression = compilePattern(pattern);
  if (typeof expression === "string") return expression;
  if (extract === undefined) return undefined;
  const groups = piecesOf(extract).flatMap((piece) => ("group" in piece ? [piece.group] : []));
  if (groups.length === 0) return `"${extract}" names no group, such as $ts`;
  const unknown = groups.find((group) => !hasGroup(expression, group));
  return unknown === undefined ? undefined : `its pattern has no group "${unknown}"`;
}

/**
 * A reader of the part of a tag that is compared, as RE2 finds it leftmost-first; null for a tag outside the pattern.
 * A group that took no part is empty. The filter must be one without flaw.
 */
export function compileTagFilter({ pattern, extract }: TagFilter): (tag: string) => string | null {
  const expression = RE2JS.compile(pattern);
  if (extract === undefined) return (tag) => (expression.test(tag) ? tag : null);
  const pieces = piecesOf(extract);
  return (tag) => {
    const matcher = expression.matcher(tag);
    if (!matcher.find()) return null;
    return pieces
      .map((piece) => ("text" in piece ? piece.text : (matcher.group(piece.group) ?? "")))
      .join("");
  };
}

/** The compiled pattern, or RE2's own words about why there is none. */
export function compilePattern(pattern: string): RE2JS | string {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    return error instanceof Error ? error.message : "its expression cannot be read";
  }
}

/** The same notation as Go's `Expand`, which Flux uses: a name runs as far as letters, digits and `_` go. */
function piecesOf(extract: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of extract.matchAll(reference)) {
    if (match.index > end) pieces.push({ text: extract.slice(end, match.index) });
    const name = match[1] ?? match[2];
    pieces.push(name === undefined ? { text: "$" } : { group: groupOf(name) });
    end = match.index + match[0].length;
  }
  if (end < extract.length) pieces.push({ text: extract.slice(end) });
  return pieces;
}

function groupOf(name: string): string | number {
  return /^\d+$/.test(name) ? Number(name) : name;
}

function hasGroup(expression: RE2JS, group: string | number): boolean {
  if (typeof group === "number") return group <= expression.groupCount();
  return Object.hasOwn(expression.namedGroups(), group);
}
