import type { SourceScalar } from "./source-node.ts";
import { lineBreakOf } from "./text-lines.ts";
import type { Splice } from "./text-lines.ts";

/** What a scalar stands in: flow collections forbid more characters in plain text than block ones. */
export interface ScalarSpot {
  readonly text: string;
  readonly inFlow: boolean;
}

/**
 * The splice that gives a scalar another value in the style it is written in. Plain text gets single quotes only
 * when it would else be read as something other than this string. Undefined where the style cannot hold the value.
 */
export function rewriteScalar(
  scalar: SourceScalar,
  spot: ScalarSpot,
  value: string,
): Splice | undefined {
  const { start, end } = scalar;
  switch (scalar.style) {
    case "double":
      return { start, end, replacement: JSON.stringify(value) };
    case "single":
      return value.includes("\n") ? undefined : { start, end, replacement: singleQuoted(value) };
    case "literal":
    case "folded":
      return rewriteBlock(scalar, spot.text, value);
    case "plain":
      return rewritePlain(scalar, spot, value);
  }
}

/** The text of a new scalar: plain where that is read as the same string, else in single quotes. */
export function newScalarText(value: string, inFlow: boolean): string {
  return isPlainString(value, inFlow) ? value : singleQuoted(value);
}

function rewritePlain(
  { start, end }: SourceScalar,
  { inFlow }: ScalarSpot,
  value: string,
): Splice | undefined {
  if (value.includes("\n")) return undefined;
  const written = newScalarText(value, inFlow);
  return { start, end, replacement: start < end ? written : ` ${written}` };
}

/** Rewrites the lines that differ, each behind its own indentation and before its own line end. */
function rewriteBlock(scalar: SourceScalar, text: string, value: string): Splice | undefined {
  const { start, end } = scalar;
  const source = text.slice(start, end);
  const [header = "", ...lines] = source.split("\n");
  const before = String(scalar.value).split("\n");
  const after = value.split("\n");
  if (before.length !== after.length) {
    if (scalar.style === "folded") return undefined;
    const replacement = rewriteLines(source, before, after);
    return replacement === undefined ? undefined : { start, end, replacement };
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
  source: string,
  before: readonly string[],
  after: readonly string[],
): string | undefined {
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
  return all.join(lineBreakOf(source));
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
