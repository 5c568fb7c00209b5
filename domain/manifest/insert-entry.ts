import { isMap, isScalar, isSeq } from "yaml";
import type { Node, YAMLMap, YAMLSeq } from "yaml";

import { newScalarText } from "./scalar-text.ts";
import type { Splice } from "./scalar-text.ts";

/** A list at the top of a document, which may not be written yet. */
export interface ListSpot {
  readonly root: YAMLMap<Node, Node | null>;
  readonly key: string;
  readonly list: YAMLSeq<Node> | undefined;
}

/** The scalars of a new item, in the order in which they are to be written. */
export type NewEntry = ReadonlyMap<string, string>;

/**
 * The splice that adds maps to the end of a list, in the list's own style. A list that is not written yet is added
 * below the document's last line. Undefined when the document is in a style that has no room for it.
 */
export function insertEntries(
  text: string,
  spot: ListSpot,
  entries: readonly NewEntry[],
): Splice | undefined {
  const { list, root, key } = spot;
  if (list?.flow === true) return insertInFlow(list, entries);
  if (root.flow === true) return undefined;
  const dash = list?.range?.[0];
  const indent = dash === undefined ? usualIndent(text, root) : columnOf(text, dash);
  const end = endOfLastLine(text, list ?? root);
  const isNew = list === undefined;
  if (end === undefined || (isNew && root.items.some((pair) => isKey(pair.key, key)))) {
    return undefined;
  }
  const lineBreak = /\r?\n/.exec(text)?.[0] ?? "\n";
  const lines = entries.flatMap((entry) => blockLines(entry, indent));
  const written = [...(isNew ? [`${key}:`] : []), ...lines];
  return { start: end, end, replacement: written.map((line) => lineBreak + line).join("") };
}

function insertInFlow(list: YAMLSeq<Node>, entries: readonly NewEntry[]): Splice | undefined {
  const written = entries.map((entry) => {
    const pairs = [...entry].map(([field, value]) => `${field}: ${newScalarText(value, true)}`);
    return `{${pairs.join(", ")}}`;
  });
  const last = list.items.at(-1)?.range?.[1];
  const start = last ?? (list.range?.[0] ?? 0) + 1;
  const replacement = (last === undefined ? "" : ", ") + written.join(", ");
  return { start, end: start, replacement };
}

function blockLines(entry: NewEntry, indent: number): readonly string[] {
  const margin = " ".repeat(indent);
  return [...entry].map(([field, value], at) => {
    return `${margin}${at === 0 ? "- " : "  "}${field}: ${newScalarText(value, false)}`;
  });
}

/** How far the document's other lists are indented; two spaces where it has none. */
function usualIndent(text: string, root: YAMLMap<Node, Node | null>): number {
  const lists = root.items.map((pair) => pair.value).filter((value) => isSeq(value));
  const dash = lists.find((list) => list.flow !== true)?.range?.[0];
  return dash === undefined ? 2 : columnOf(text, dash);
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf("\n", offset - 1) + 1);
}

/** The end of the line that the node's last value ends on, before the line break and behind a comment. */
export function endOfLastLine(text: string, node: Node | null): number | undefined {
  const leaf = lastLeaf(node);
  const valueEnd = leaf?.range?.[1];
  if (valueEnd === undefined) return undefined;
  const from = text[valueEnd - 1] === "\n" ? valueEnd - 1 : valueEnd;
  const found = text.indexOf("\n", from);
  const end = found === -1 ? text.length : found;
  return text[end - 1] === "\r" ? end - 1 : end;
}

function lastLeaf(node: Node | null | undefined): Node | null | undefined {
  if ((isMap(node) || isSeq(node)) && node.flow === true) return node;
  if (isMap<Node, Node | null>(node)) return lastLeaf(node.items.at(-1)?.value);
  return isSeq<Node>(node) ? lastLeaf(node.items.at(-1)) : node;
}

function isKey(node: Node, key: string): boolean {
  return isScalar(node) && node.value === key;
}
