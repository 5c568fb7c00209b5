import { newScalarText } from "./scalar-text.ts";
import type { SourceMap, SourcePair } from "./source-node.ts";
import { columnOf, linesBehind } from "./text-lines.ts";
import type { Splice } from "./text-lines.ts";

/**
 * The splice that adds `key: value` to a map: inside the braces of a flow map, else on a line of its own below the
 * last entry that fits on one line, indented like it. Undefined when the map has no such entry.
 */
export function insertScalar(
  text: string,
  map: SourceMap,
  entry: { readonly key: string; readonly value: string },
): Splice | undefined {
  const last = map.pairs.findLast((pair) => isOneLine(text, pair));
  if (last?.value == null) return undefined;
  const written = `${entry.key}: ${newScalarText(entry.value, map.flow)}`;
  if (map.flow) return { start: last.value.end, end: last.value.end, replacement: `, ${written}` };
  const indent = " ".repeat(columnOf(text, last.key.start));
  return linesBehind(text, last.value.end, [indent + written]);
}

function isOneLine(text: string, { key, value }: SourcePair): boolean {
  if (value?.kind !== "scalar" || value.start === value.end) return false;
  return !text.slice(key.start, value.end).includes("\n");
}
