import { LineCursor } from "./line-cursor.ts";
import { readAnyYaml } from "./read-any-yaml.ts";
import { isRestBlank, readInline, readKey, skipSpaces } from "./read-inline.ts";
import { readLongQuotes } from "./read-long-quotes.ts";
import type { SourceDocument, SourceNode, SourcePair, SourceScalar } from "./source-node.ts";
import type { SourcePart } from "./source-part.ts";

const space = 0x20;
const dash = 0x2d;
const greater = 0x3e;
const pipe = 0x7c;
const deepest = 60;
const longestFolded = 64 * 1024;
/** Anything but line feeds and printable characters: tabs, CRLF and byte order marks are the library's. */
const unusual =
  /[^\n -~\u00a1-\u167f\u1681-\u1fff\u2010-\u2027\u2030-\u205e\u2061-\u2fff\u3001-\ufefe\uff00-\uffff]/;

/**
 * One document in the YAML that most manifests are written in: block maps and lists, values on one line, quotes and
 * blocks of text. Says what the YAML library would, many times faster, or null where anything else is written.
 */
export function readCommonYaml(text: string, part: SourcePart): SourceDocument | null {
  const body = bodyOf(text, part);
  if (body === null || unusual.test(text.slice(body.start, body.end))) return null;
  const cursor = new LineCursor(text, body);
  if (cursor.indent !== 0) return null;
  const { line } = cursor;
  const contents = readBlock(cursor, 0);
  return contents === null || !cursor.isDone ? null : { line, contents, trouble: null };
}

/** What stands below the marker's line; null where the marker's line says more. */
function bodyOf(text: string, part: SourcePart): SourcePart | null {
  const { start, end, line, marker } = part;
  if (marker === null) return part;
  const lineEnd = text.indexOf("\n", marker);
  if (lineEnd !== marker + 3) return null;
  let below = line + 1;
  for (let at = text.indexOf("\n", start); at < lineEnd; at = text.indexOf("\n", at + 1)) {
    below += 1;
  }
  return { start: lineEnd + 1, end, line: below, marker: null };
}

/** The map or list that starts on the cursor's line; ends on the first line that is indented less. */
function readBlock(cursor: LineCursor, depth: number): SourceNode | null {
  if (depth > deepest) return null;
  return isItem(cursor) ? readSeq(cursor, depth) : readMap(cursor, depth);
}

function isItem({ text, start, end }: LineCursor): boolean {
  if (text.charCodeAt(start) !== dash) return false;
  return start + 1 === end || text.charCodeAt(start + 1) === space;
}

function readMap(cursor: LineCursor, depth: number): SourceNode | null {
  const { start, line, indent } = cursor;
  const pairs: SourcePair[] = [];
  while (cursor.indent === indent && !isItem(cursor)) {
    const key = readKey(cursor, cursor.start);
    const value = key && readValue(cursor, { key, indent, depth });
    if (key === null || value === null || cursor.indent > indent) return null;
    pairs.push({ key, value });
  }
  const last = pairs.at(-1);
  if (last === undefined) return null;
  const end = last.value?.end ?? last.key.end;
  return { kind: "map", flow: false, pairs, start, end, line, anchor: null };
}

interface Entry {
  readonly key: SourceScalar;
  readonly indent: number;
  readonly depth: number;
}

function readValue(cursor: LineCursor, { key, indent, depth }: Entry): SourceNode | null {
  const behind = key.end + 1;
  if (isRestBlank(cursor, behind)) {
    const { line } = cursor;
    cursor.advance();
    const isBelow = cursor.indent > indent || (cursor.indent === indent && isItem(cursor));
    return isBelow ? readBlock(cursor, depth + 1) : emptyValue(behind, line);
  }
  return readOnLine(cursor, skipSpaces(cursor, behind), indent);
}

function emptyValue(at: number, line: number): SourceScalar {
  const span = { start: at, end: at, line, anchor: null };
  return { kind: "scalar", style: "plain", value: null, text: "", ...span };
}

/** The value that starts on this line, and the cursor on the first line behind it. */
function readOnLine(cursor: LineCursor, from: number, indent: number): SourceNode | null {
  const code = cursor.text.charCodeAt(from);
  if (code === pipe) return readLiteral(cursor, from, indent);
  if (code === greater) return readFolded(cursor, from, indent);
  const value = readInline(cursor, from) ?? readLongQuotes(cursor, from);
  if (value === null || !isRestBlank(cursor, value.end)) return null;
  cursor.advance();
  return value;
}

function readLiteral(cursor: LineCursor, start: number, indent: number): SourceNode | null {
  const { line } = cursor;
  const header = cursor.text.slice(start, cursor.end);
  if (header !== "|" && header !== "|-" && header !== "|+") return null;
  const block = cursor.takeBlock(indent);
  const last = block?.lines.findLastIndex((content) => content !== "") ?? -1;
  if (block === null || last === -1) return null;
  const body = block.lines.slice(0, last + 1).join("\n");
  const blank = block.lines.length - last - 1;
  const keeps = header === "|+";
  const value = header === "|-" ? body : body + "\n".repeat(keeps ? blank + 1 : 1);
  const span = { start, end: keeps ? block.end : block.end - blank, line, anchor: null };
  return { kind: "scalar", style: "literal", value, text: value, ...span };
}

/** The rules of folding are the library's: it reads the block alone. */
function readFolded(cursor: LineCursor, start: number, indent: number): SourceNode | null {
  const { text, line } = cursor;
  const header = text.slice(start, cursor.end);
  if (header !== ">" && header !== ">-" && header !== ">+") return null;
  const block = cursor.takeBlock(indent);
  if (block === null || block.end - start > longestFolded) return null;
  if (block.lines.every((content) => content === "")) return null;
  const part = { start, end: block.end, line, marker: null };
  const [document] = readAnyYaml(text, part);
  return document?.trouble === null ? document.contents : null;
}

function readSeq(cursor: LineCursor, depth: number): SourceNode | null {
  const { start, line, indent } = cursor;
  const items: SourceNode[] = [];
  while (cursor.indent === indent && isItem(cursor)) {
    const item = readItem(cursor, depth);
    if (item === null || cursor.indent > indent) return null;
    items.push(item);
  }
  const end = items.at(-1)?.end ?? start;
  return { kind: "seq", flow: false, items, start, end, line, anchor: null };
}

function readItem(cursor: LineCursor, depth: number): SourceNode | null {
  const { indent } = cursor;
  const from = skipSpaces(cursor, cursor.start + 1);
  if (isRestBlank(cursor, cursor.start + 1)) return null;
  if (readKey(cursor, from) === null) return readOnLine(cursor, from, indent);
  cursor.enter(from);
  return depth > deepest ? null : readMap(cursor, depth + 1);
}
