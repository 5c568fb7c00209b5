import { newScalarText } from "./scalar-text.ts";
import { isNothing, pairOf } from "./source-node.ts";
import type { SourceMap, SourceSeq } from "./source-node.ts";
import { columnOf, linesBehind } from "./text-lines.ts";
import type { Splice } from "./text-lines.ts";

/** A list at the top of a document, which may not be written yet. */
export interface ListSpot {
  readonly root: SourceMap;
  readonly key: string;
  readonly list: SourceSeq | undefined;
}

/** The scalars of a new item, in the order in which they are to be written. */
export type NewEntry = ReadonlyMap<string, string>;

/**
 * The splice that adds maps to the end of a list, in the list's own style. A list that is not written yet is added
 * below its key, or with its key below the document's last line. Undefined when there is no room for it.
 */
export function insertEntries(
  text: string,
  spot: ListSpot,
  entries: readonly NewEntry[],
): Splice | undefined {
  const { list, root, key } = spot;
  if (list?.flow === true) return insertInFlow(list, entries);
  if (root.flow) return undefined;
  const indent = list === undefined ? usualIndent(text, root) : columnOf(text, list.start);
  const lines = entries.flatMap((entry) => blockLines(entry, indent));
  if (list !== undefined) return linesBehind(text, list.end, lines);
  const pair = pairOf(root, key);
  if (pair === undefined) return linesBehind(text, root.end, [`${key}:`, ...lines]);
  return isNothing(pair.value) ? linesBehind(text, pair.value.start, lines) : undefined;
}

function insertInFlow(list: SourceSeq, entries: readonly NewEntry[]): Splice {
  const written = entries.map((entry) => {
    const pairs = [...entry].map(([field, value]) => `${field}: ${newScalarText(value, true)}`);
    return `{${pairs.join(", ")}}`;
  });
  const last = list.items.at(-1)?.end;
  const start = last ?? list.start + 1;
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
function usualIndent(text: string, root: SourceMap): number {
  const lists = root.pairs.map(({ value }) => value).filter((value) => value?.kind === "seq");
  const dash = lists.find((list) => !list.flow)?.start;
  return dash === undefined ? 2 : columnOf(text, dash);
}
