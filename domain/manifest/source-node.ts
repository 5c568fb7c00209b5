import { DomainError } from "#domain/error.ts";

import type { ScalarValue } from "./yaml-node.ts";

export type ScalarStyle = "plain" | "single" | "double" | "literal" | "folded";

/** Where a value is written: offsets count UTF-16 units from the start of the file, lines count from 1. */
interface Span {
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly anchor: string | null;
}

/**
 * `text` is what the file says: `1.10` where the value is the number 1.1. An empty value stands right behind the
 * indicator before it, start and end being the same.
 */
export interface SourceScalar extends Span {
  readonly kind: "scalar";
  readonly style: ScalarStyle;
  readonly value: ScalarValue;
  readonly text: string;
}

export interface SourcePair {
  readonly key: SourceNode;
  readonly value: SourceNode | null;
}

/** `end` is the closing bracket's in a flow collection, and the last value's in a block one. */
export interface SourceMap extends Span {
  readonly kind: "map";
  readonly flow: boolean;
  readonly pairs: readonly SourcePair[];
}

export interface SourceSeq extends Span {
  readonly kind: "seq";
  readonly flow: boolean;
  readonly items: readonly SourceNode[];
}

export interface SourceAlias extends Span {
  readonly kind: "alias";
  readonly name: string;
}

/** YAML as it is written, aliases and merge keys included. */
export type SourceNode = SourceScalar | SourceMap | SourceSeq | SourceAlias;

/** One document of a file, or why it cannot be read, with the offset of the trouble. */
export interface SourceDocument {
  readonly line: number;
  readonly contents: SourceNode | null;
  readonly trouble: { readonly offset: number; readonly message: string } | null;
}

/** The key of an entry as text. A key that is a map is what an unrendered template looks like to YAML. */
export function keyText({ key }: SourcePair): string {
  if (key.kind === "scalar") return key.text;
  throw new DomainError("invalid", "A key has to be plain text", { offset: key.start });
}

/** The entry of this key that the map itself writes. */
export function pairOf(map: SourceMap, key: string): SourcePair | undefined {
  return map.pairs.find((pair) => keyText(pair) === key);
}

/** Whether the entry merges other maps into its own. */
export function isMerge({ key }: SourcePair): boolean {
  return key.kind === "scalar" && key.style === "plain" && key.text === "<<";
}

/** Whether an entry is written with nothing behind its colon. */
export function isNothing(node: SourceNode | null): node is SourceScalar {
  return node?.kind === "scalar" && node.start === node.end && node.anchor === null;
}
