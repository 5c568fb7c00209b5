import { LineCounter, isAlias, isMap, isScalar, isSeq, parseAllDocuments } from "yaml";
import type { Document, Node, Pair, Scalar, YAMLMap, YAMLSeq } from "yaml";

import { DomainError } from "#domain/error.ts";

import type { ScalarStyle, SourceDocument, SourceNode, SourcePair } from "./source-node.ts";
import type { SourcePart } from "./source-part.ts";
import type { ScalarValue } from "./yaml-node.ts";

const tooDeep = "The values are nested too deeply";

interface Reading extends SourcePart {
  readonly text: string;
  readonly lines: LineCounter;
}

/** Every document in a part of the text, by the YAML library, which understands all there is. */
export function readAnyYaml(text: string, part: SourcePart): readonly SourceDocument[] {
  const lines = new LineCounter();
  const reading: Reading = { ...part, text, lines };
  try {
    const parsed = parseAllDocuments(text.slice(part.start, part.end), {
      lineCounter: lines,
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: "silent",
    });
    return Array.isArray(parsed) ? parsed.map((document) => readDocument(reading, document)) : [];
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return [{ line: part.line, contents: null, trouble: { offset: part.start, message: tooDeep } }];
  }
}

function readDocument(reading: Reading, document: Document.Parsed): SourceDocument {
  const line = lineAt(reading, document.contents?.range[0] ?? 0);
  const [error] = document.errors;
  if (error !== undefined) {
    const message = error.code === "RESOURCE_EXHAUSTION" ? tooDeep : error.message;
    return { line, contents: null, trouble: { offset: reading.start + error.pos[0], message } };
  }
  try {
    return { line, contents: readNode(reading, document.contents), trouble: null };
  } catch (trouble) {
    if (trouble instanceof DomainError) {
      const offset = Number(trouble.data["offset"] ?? reading.start);
      return { line, contents: null, trouble: { offset, message: trouble.message } };
    }
    if (!(trouble instanceof RangeError)) throw trouble;
    return { line, contents: null, trouble: { offset: reading.start, message: tooDeep } };
  }
}

function lineAt(reading: Reading, offset: number): number {
  return reading.lines.linePos(offset).line + reading.line - 1;
}

function readNode(reading: Reading, node: Node | null): SourceNode | null {
  if (node === null) return null;
  const [from, to] = node.range ?? [0, 0];
  const span = {
    start: reading.start + from,
    end: reading.start + to,
    line: lineAt(reading, from),
  };
  if (isAlias(node)) return { kind: "alias", name: node.source, ...span, anchor: null };
  if (isScalar(node)) return readScalar(reading, node, span);
  if (isSeq<Node>(node)) return readSeq(reading, node, span);
  if (isMap<Node, Node | null>(node)) return readMap(reading, node, span);
  throw refusal("This value is not a scalar, a list or a map", span.start);
}

interface Span {
  readonly start: number;
  readonly end: number;
  readonly line: number;
}

function readScalar(reading: Reading, scalar: Scalar, span: Span): SourceNode {
  const isEmpty = span.start === span.end;
  const start = isEmpty ? emptyPosition(reading, span.start) : span.start;
  return {
    kind: "scalar",
    style: styles[scalar.type ?? "PLAIN"],
    value: scalarValue(scalar),
    text: scalarText(scalar),
    start,
    end: isEmpty ? start : span.end,
    line: span.line,
    anchor: scalar.anchor ?? null,
  };
}

function readSeq(reading: Reading, seq: YAMLSeq<Node>, span: Span): SourceNode {
  const items = seq.items.flatMap((item) => readNode(reading, item) ?? []);
  const flow = seq.flow === true;
  const end = flow ? span.end : (items.at(-1)?.end ?? span.end);
  return { kind: "seq", flow, items, ...span, end, anchor: seq.anchor ?? null };
}

function readMap(reading: Reading, map: YAMLMap<Node, Node | null>, span: Span): SourceNode {
  const pairs = map.items.map((pair) => readPair(reading, pair));
  const flow = map.flow === true;
  const last = pairs.at(-1);
  const end = flow ? span.end : (last?.value?.end ?? last?.key.end ?? span.end);
  return { kind: "map", flow, pairs, ...span, end, anchor: map.anchor ?? null };
}

function readPair(reading: Reading, pair: Pair<Node, Node | null>): SourcePair {
  const key = readNode(reading, pair.key);
  if (key === null) throw refusal("A key has to be plain text", reading.start);
  return { key, value: readNode(reading, pair.value) };
}

/** The library puts an empty value somewhere behind its indicator; anything but blanks in between is kept out. */
function emptyPosition({ text }: Reading, offset: number): number {
  let at = offset;
  while (at > 0 && /\s/.test(text[at - 1] ?? "")) at -= 1;
  return at;
}

const styles: Readonly<Record<Scalar.Type, ScalarStyle>> = {
  PLAIN: "plain",
  QUOTE_SINGLE: "single",
  QUOTE_DOUBLE: "double",
  BLOCK_LITERAL: "literal",
  BLOCK_FOLDED: "folded",
};

/** What the file says: the source of a plain scalar, the content of a quoted or block one. */
function scalarText(scalar: Scalar): string {
  if (scalar.type === "PLAIN" && scalar.source !== undefined) return scalar.source;
  return typeof scalar.value === "string" ? scalar.value : (scalar.source ?? "");
}

/** The value as Kubernetes reads it: `0644` is octal there, which YAML 1.2 reads as decimal. */
function scalarValue(scalar: Scalar): ScalarValue {
  const { value } = scalar;
  if (typeof value === "number") {
    const isOctal = scalar.type === "PLAIN" && /^0[0-7]+$/.test(scalar.source ?? "");
    return isOctal ? Number.parseInt(scalar.source ?? "", 8) : value;
  }
  if (typeof value === "string" || typeof value === "boolean" || value === null) return value;
  return scalarText(scalar);
}

function refusal(message: string, offset: number): DomainError {
  return new DomainError("invalid", message, { offset });
}
