import type { Scalar } from "yaml";

/** A part of a text and what is to stand there instead. Offsets count UTF-16 units. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

/** Where a scalar stands: flow collections forbid more characters in plain text than block ones. */
export interface ScalarSpot {
  readonly text: string;
  readonly range: readonly [number, number];
  readonly inFlow: boolean;
}

/**
 * The splice that gives a scalar another value in the style it is written in. Plain text gets single quotes only
 * when it would else be read as something other than this string. Undefined where the style cannot hold the value.
 */
export function rewriteScalar(scalar: Scalar, spot: ScalarSpot, value: string): Splice | undefined {
  const [start, end] = spot.range;
  switch (scalar.type) {
    case "QUOTE_DOUBLE":
      return { start, end, replacement: JSON.stringify(value) };
    case "QUOTE_SINGLE":
      return value.includes("\n") ? undefined : { start, end, replacement: singleQuoted(value) };
    case "BLOCK_LITERAL":
    case "BLOCK_FOLDED":
      return rewriteBlock(scalar, spot, value);
    case "PLAIN":
    case undefined:
      return rewritePlain(spot, value);
  }
}

/** The text of a new scalar: plain where that is read as the same string, else in single quotes. */
export function newScalarText(value: string, inFlow: boolean): string {
  return isPlainString(value, inFlow) ? value : singleQuoted(value);
}

function rewritePlain(spot: ScalarSpot, value: string): Splice | undefined {
  if (value.includes("\n")) return undefined;
  const [start, end] = spot.range;
  const written = newScalarText(value, spot.inFlow);
  if (start < end) return { start, end, replacement: written };
  const colon = spot.text.slice(0, start).trimEnd().length;
  return { start: colon, end: colon, replacement: ` ${written}` };
}

/** Rewrites the lines that differ, each behind its own indentation and before its own line end. */
function rewriteBlock(scalar: Scalar, spot: ScalarSpot, value: string): Splice | undefined {
  const [start, end] = spot.range;
  const [header = "", ...lines] = spot.text.slice(start, end).split("\n");
  const before = String(scalar.value).split("\n");
  const after = value.split("\n");
  if (before.length !== after.length) {
    return scalar.type === "BLOCK_LITERAL" ? rewriteLines(spot, before, after) : undefined;
  }
  const rewritten = lines.map((line, at) => {
    const [was = "", is = ""] = [before[at], after[at]];
    if (was === is) return line;
    const lineEnd = line.endsWith("\r") ? "\r" : "";
    const content = line.slice(0, line.length - lineEnd.length);
    if (!content.endsWith(was)) return undefined;
    return content.slice(0, content.length - was.length) + is + lineEnd;
  });
  if (rewritten.includes(undefined)) return undefined;
  return { start, end, replacement: [header, ...rewritten].join("\n") };
}

/** A literal block with more or fewer lines: those between the ones that stay are written anew. */
function rewriteLines(
  spot: ScalarSpot,
  before: readonly string[],
  after: readonly string[],
): Splice | undefined {
  const [start, end] = spot.range;
  const source = spot.text.slice(start, end);
  const [header = "", ...lines] = source.split(/\r?\n/);
  const known = before.findIndex((line) => line !== "");
  const indent = (lines[known]?.length ?? 0) - (before[known]?.length ?? 0);
  if (known === -1 || indent < 1) return undefined;
  const head = firstDifference(before, after);
  const rest = before.slice(head);
  const tail = firstDifference(rest.toReversed(), after.slice(head).toReversed());
  const written = after
    .slice(head, after.length - tail)
    .map((line) => (line === "" ? line : " ".repeat(indent) + line));
  const all = [header, ...lines.slice(0, head), ...written, ...lines.slice(before.length - tail)];
  return { start, end, replacement: all.join(/\r?\n/.exec(source)?.[0] ?? "\n") };
}

function firstDifference(a: readonly string[], b: readonly string[]): number {
  const found = a.findIndex((line, at) => line !== b[at]);
  return found === -1 ? a.length : found;
}

function singleQuoted(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** What YAML 1.1 or 1.2 takes for null, a switch, a number or a date; clusters' parsers still follow both. */
const otherTypes: readonly RegExp[] = [
  /^(?:~|null|=|<<)?$/i,
  /^(?:y|n|yes|no|on|off|true|false)$/i,
  /^[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[\da-f_]+)$/i,
  /^[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?$/,
  /^[-+]?(?:\d[\d_]*)?\.?[\d_]*(?:e[-+]?\d+)?$/i,
  /^[-+]?\.(?:inf|nan)$/i,
  /^\d{4}-\d\d?-\d\d?(?:$|[t\s])/i,
];

const brokenSyntax: readonly RegExp[] = [
  /^[-?:](?:\s|$)|^[,[\]{}#&*!|>'"%@`]|^(?:---|\.\.\.)/,
  /:(?:\s|$)|\s#|^\s|\s$/,
  /\p{Cc}/u,
];

function isPlainString(value: string, inFlow: boolean): boolean {
  if (inFlow && /[,[\]{}]/.test(value)) return false;
  return ![...otherTypes, ...brokenSyntax].some((form) => form.test(value));
}
