import type { Node, YAMLMap } from "yaml";

import { endOfLastLine } from "./insert-entry.ts";
import { newScalarText } from "./scalar-text.ts";
import type { Splice } from "./scalar-text.ts";

/** A scalar to add, and the keys that lead to it from the map; maps on the way are made. */
export interface NewLeaf {
  readonly keys: readonly string[];
  readonly value: string;
}

/** What is to be written below one key: a scalar's text, or further keys. */
type Branch = string | Branches;
type Branches = Map<string, Branch>;

/**
 * The splice that adds scalars at the end of a map, with the maps that lead to them: inside the braces of a flow map,
 * else on lines of their own, indented as the text is. Undefined when the map is in a style that has no room for them.
 */
export function insertBranches(
  text: string,
  map: YAMLMap<Node, Node | null>,
  leaves: readonly NewLeaf[],
): Splice | undefined {
  const branches: Branches = new Map();
  for (const leaf of leaves) grow(branches, leaf);
  if (map.flow === true) return insertInFlow(map, branches);
  const first = map.items[0]?.key.range?.[0];
  const end = endOfLastLine(text, map);
  if (first === undefined || end === undefined) return undefined;
  const column = first - (text.lastIndexOf("\n", first - 1) + 1);
  const lineBreak = /\r?\n/.exec(text)?.[0] ?? "\n";
  const lines = blockLines(branches, { column, step: usualStep(text) });
  return { start: end, end, replacement: lines.map((line) => lineBreak + line).join("") };
}

function grow(branches: Branches, { keys, value }: NewLeaf): void {
  const [key = "", ...below] = keys;
  if (below.length === 0) {
    branches.set(key, value);
    return;
  }
  const known = branches.get(key);
  const inner: Branches = known instanceof Map ? known : new Map();
  grow(inner, { keys: below, value });
  branches.set(key, inner);
}

function insertInFlow(map: YAMLMap<Node, Node | null>, branches: Branches): Splice | undefined {
  const last = map.items.at(-1);
  const start = last === undefined ? (map.range?.[0] ?? 0) + 1 : last.value?.range?.[1];
  if (start === undefined) return undefined;
  const written = flowPairs(branches);
  return { start, end: start, replacement: last === undefined ? written : `, ${written}` };
}

function flowPairs(branches: Branches): string {
  const pairs = [...branches].map(([key, branch]) => {
    const value =
      typeof branch === "string" ? newScalarText(branch, true) : `{${flowPairs(branch)}}`;
    return `${newScalarText(key, true)}: ${value}`;
  });
  return pairs.join(", ");
}

function blockLines(
  branches: Branches,
  at: { readonly column: number; readonly step: number },
): readonly string[] {
  const margin = " ".repeat(at.column);
  return [...branches].flatMap(([key, branch]) => {
    const start = `${margin}${newScalarText(key, false)}:`;
    if (typeof branch === "string") return [`${start} ${newScalarText(branch, false)}`];
    return [start, ...blockLines(branch, { ...at, column: at.column + at.step })];
  });
}

/** How far the first nested map of the text is indented; two spaces where it has none. */
function usualStep(text: string): number {
  const [, outer = "", inner = ""] = /^( *)[^\s#-].*:[ \t]*\r?\n( +)[^\s#-]/m.exec(text) ?? [];
  return inner.length > outer.length ? inner.length - outer.length : 2;
}
