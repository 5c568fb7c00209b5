import { newScalarText } from "./scalar-text.ts";
import type { SourceMap, SourcePair } from "./source-node.ts";
import { columnOf, linesBehind } from "./text-lines.ts";
import type { Splice } from "./text-lines.ts";

/** Where keys can be added: a map, or an entry that is written with nothing for a value. */
export type Room =
  | { readonly kind: "map"; readonly map: SourceMap }
  | { readonly kind: "nothing"; readonly pair: SourcePair; readonly inFlow: boolean };

/** A scalar to add, and the keys that lead to it from the room; maps on the way are made. */
export interface NewLeaf {
  readonly keys: readonly string[];
  readonly value: string;
}

/** What is to be written below one key: a scalar's text, or further keys. */
type Branch = string | Branches;
type Branches = Map<string, Branch>;

/**
 * The splice that adds scalars, with the maps that lead to them: inside the braces of a flow map, else on lines of
 * their own, indented as the text is. Undefined when the map is in a style that has no room for them.
 */
export function insertBranches(
  text: string,
  room: Room,
  leaves: readonly NewLeaf[],
): Splice | undefined {
  const branches: Branches = new Map();
  for (const leaf of leaves) grow(branches, leaf);
  if (room.kind === "nothing") return fillNothing(text, room, branches);
  const { map } = room;
  if (map.flow) return insertInFlow(map, branches);
  const [first] = map.pairs;
  if (first === undefined) return undefined;
  const column = columnOf(text, first.key.start);
  return linesBehind(text, map.end, blockLines(branches, { column, step: usualStep(text) }));
}

function fillNothing(
  text: string,
  { pair, inFlow }: Extract<Room, { kind: "nothing" }>,
  branches: Branches,
): Splice | undefined {
  const at = pair.value?.start;
  if (at === undefined) return undefined;
  if (inFlow) return { start: at, end: at, replacement: ` {${flowPairs(branches)}}` };
  const step = usualStep(text);
  const column = columnOf(text, pair.key.start) + step;
  return linesBehind(text, at, blockLines(branches, { column, step }));
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

function insertInFlow(map: SourceMap, branches: Branches): Splice | undefined {
  const last = map.pairs.at(-1);
  const start = last === undefined ? map.start + 1 : last.value?.end;
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
