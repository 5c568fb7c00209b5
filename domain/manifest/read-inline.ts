import { plainValue } from "./plain-value.ts";
import type { SourceNode, SourcePair, SourceScalar } from "./source-node.ts";

/** The line that a value stands on; `end` is the offset of its line break. */
export interface Line {
  readonly text: string;
  readonly end: number;
  readonly line: number;
}

const space = 0x20;
const hash = 0x23;
const colon = 0x3a;
const comma = 0x2c;
const deepest = 40;

/** The value that begins at an offset and ends on the same line; null for anything out of the ordinary. */
export function readInline(line: Line, from: number): SourceNode | null {
  const code = line.text.charCodeAt(from);
  if (code === 0x7b || code === 0x5b) return readFlow(line, from, 0);
  return readScalar(line, from, false);
}

/** The key that begins at an offset, with its colon right behind it; null for anything out of the ordinary. */
export function readKey(line: Line, from: number): SourceScalar | null {
  const key = isQuote(line.text.charCodeAt(from))
    ? readQuoted(line, from)
    : readPlainKey(line, from);
  if (key === null || key.end >= line.end || line.text.charCodeAt(key.end) !== colon) return null;
  const behind = key.end + 1;
  return behind === line.end || line.text.charCodeAt(behind) === space ? key : null;
}

/** The offset of the next character that is no space, at most the line's end. */
export function skipSpaces({ text, end }: Line, from: number): number {
  let at = from;
  while (at < end && text.charCodeAt(at) === space) at += 1;
  return at;
}

/** Whether nothing stands behind an offset but blanks or a comment. */
export function isRestBlank(line: Line, from: number): boolean {
  const at = skipSpaces(line, from);
  return at === line.end || (at > from && line.text.charCodeAt(at) === hash);
}

function readScalar(line: Line, from: number, inFlow: boolean): SourceScalar | null {
  if (isQuote(line.text.charCodeAt(from))) return readQuoted(line, from);
  const end = plainEnd(line, from, inFlow);
  return end === -1 ? null : plainScalar(line, from, end);
}

function plainScalar({ text, line }: Line, start: number, end: number): SourceScalar {
  const source = text.slice(start, end);
  const value = plainValue(source);
  return { kind: "scalar", style: "plain", value, text: source, start, end, line, anchor: null };
}

/** Text in quotes without escapes. */
function readQuoted({ text, end: lineEnd, line }: Line, start: number): SourceScalar | null {
  const quote = text.charCodeAt(start);
  const isDouble = quote === 0x22;
  const close = text.indexOf(isDouble ? '"' : "'", start + 1);
  if (close === -1 || close >= lineEnd || text.charCodeAt(close + 1) === quote) return null;
  const value = text.slice(start + 1, close);
  if (isDouble && value.includes("\\")) return null;
  const style = isDouble ? "double" : "single";
  const end = close + 1;
  return { kind: "scalar", style, value, text: value, start, end, line, anchor: null };
}

function readPlainKey(line: Line, start: number): SourceScalar | null {
  const { text } = line;
  let end = start;
  while (end < line.end && isKeyCharacter(text.charCodeAt(end))) end += 1;
  const isKey = end > start && text.charCodeAt(start) !== 0x2d;
  return isKey ? plainScalar(line, start, end) : null;
}

/** Where plain text ends; -1 where it cannot start or holds something that may not be text. */
function plainEnd(line: Line, from: number, inFlow: boolean): number {
  const { text } = line;
  if (!canStartPlain(line, from)) return -1;
  let end = from;
  for (let at = from; at < line.end; at += 1) {
    const code = text.charCodeAt(at);
    if (code === space) continue;
    if (code === hash && text.charCodeAt(at - 1) === space) return inFlow ? -1 : end;
    if (inFlow && isFlowSyntax(code)) return end;
    if (code === colon && (at + 1 === line.end || isBreaking(text.charCodeAt(at + 1), inFlow))) {
      return -1;
    }
    end = at + 1;
  }
  return end;
}

function canStartPlain({ text, end }: Line, from: number): boolean {
  if (from >= end) return false;
  const code = text.charCodeAt(from);
  if (code !== 0x2d) return !isIndicator(code);
  return from + 1 < end && isKeyCharacter(text.charCodeAt(from + 1));
}

function isBreaking(code: number, inFlow: boolean): boolean {
  return code === space || (inFlow && isFlowSyntax(code));
}

function readFlow(line: Line, start: number, depth: number): SourceNode | null {
  if (depth > deepest) return null;
  const isMap = line.text.charCodeAt(start) === 0x7b;
  const close = isMap ? 0x7d : 0x5d;
  const pairs: SourcePair[] = [];
  const items: SourceNode[] = [];
  let at = skipSpaces(line, start + 1);
  for (let isFirst = true; ; isFirst = false) {
    if (at >= line.end) return null;
    const code = line.text.charCodeAt(at);
    if (isFirst && code === close) break;
    const pair = isMap ? readFlowPair(line, at, depth) : null;
    const value = isMap ? (pair?.value ?? null) : readFlowValue(line, at, depth);
    if (value === null) return null;
    if (pair === null) items.push(value);
    else pairs.push(pair);
    at = skipSpaces(line, value.end);
    if (at < line.end && line.text.charCodeAt(at) === close) break;
    if (at >= line.end || line.text.charCodeAt(at) !== comma) return null;
    at = skipSpaces(line, at + 1);
  }
  const span = { start, end: at + 1, line: line.line, anchor: null };
  return isMap
    ? { kind: "map", flow: true, pairs, ...span }
    : { kind: "seq", flow: true, items, ...span };
}

function readFlowPair(line: Line, from: number, depth: number): SourcePair | null {
  const key = readKey(line, from);
  const value = key && readFlowValue(line, skipSpaces(line, key.end + 1), depth);
  return value && { key, value };
}

function readFlowValue(line: Line, from: number, depth: number): SourceNode | null {
  const code = line.text.charCodeAt(from);
  if (code === 0x7b || code === 0x5b) return readFlow(line, from, depth + 1);
  return readScalar(line, from, true);
}

function isQuote(code: number): boolean {
  return code === 0x22 || code === 0x27;
}

/** Letters, digits and `$ - . / _` */
function isKeyCharacter(code: number): boolean {
  if (code >= 0x61) return code <= 0x7a;
  if (code >= 0x41) return code <= 0x5a || code === 0x5f;
  return (code >= 0x2d && code <= 0x39) || code === 0x24;
}

/** `, [ ] { }` */
function isFlowSyntax(code: number): boolean {
  return code === comma || code === 0x5b || code === 0x5d || code === 0x7b || code === 0x7d;
}

/** What YAML gives a meaning at the start of a value: `, [ ] { } # & * ! | > ' " % @ ? :`, a backtick, a space. */
function isIndicator(code: number): boolean {
  return code < 0x80 && " ,[]{}#&*!|>'\"%@`?:".includes(String.fromCharCode(code));
}
