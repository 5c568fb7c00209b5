import { isScalar } from "yaml";
import type { Node, Pair, YAMLMap } from "yaml";

import { newScalarText } from "./scalar-text.ts";
import type { Splice } from "./scalar-text.ts";

/**
 * The splice that adds `key: value` to a map: inside the braces of a flow map, else on a line of its own below the
 * last entry that fits on one line, indented like it. Undefined when the map has no such entry.
 */
export function insertScalar(
  text: string,
  map: YAMLMap<Node, Node | null>,
  entry: { readonly key: string; readonly value: string },
): Splice | undefined {
  const last = map.items.findLast((pair) => isOneLine(text, pair));
  const key = last?.key.range;
  const value = last?.value?.range;
  if (!key || !value) return undefined;
  const written = `${entry.key}: ${newScalarText(entry.value, map.flow === true)}`;
  if (map.flow === true) return { start: value[1], end: value[1], replacement: `, ${written}` };
  const lineStart = text.lastIndexOf("\n", key[0]) + 1;
  const indent = " ".repeat(key[0] - lineStart);
  const end = lineEnd(text, value[1]);
  const lineBreak = /\r?\n/.exec(text)?.[0] ?? "\n";
  return { start: end, end, replacement: `${lineBreak}${indent}${written}` };
}

function isOneLine(text: string, pair: Pair<Node, Node | null>): boolean {
  const { value } = pair;
  if (!isScalar(value) || !value.range || !pair.key.range) return false;
  return !text.slice(pair.key.range[0], value.range[1]).includes("\n") && value.source !== "";
}

function lineEnd(text: string, from: number): number {
  const found = text.indexOf("\n", from);
  if (found === -1) return text.length;
  return text[found - 1] === "\r" ? found - 1 : found;
}
