import { isAlias, isMap, isScalar, isSeq } from "yaml";
import type { Alias, Document, LineCounter, Node, Pair, Scalar, YAMLMap } from "yaml";

import { DomainError } from "#domain/error.ts";

import type { MapNode, Place, ScalarValue, Source, YamlNode } from "./yaml-node.ts";

const mostNodes = 200_000;
const deepest = 200;

/** Where a value of an outer file begins when the YAML to read is itself a text in that file. */
export interface Embedding {
  readonly place: Place;
  readonly firstLine: number;
}

interface Composition {
  readonly lines: LineCounter;
  readonly lineOffset: number;
  readonly source: Source;
  readonly anchors: Map<string, Node>;
  readonly openAliases: Set<Node>;
  nodes: number;
}

/**
 * The tree of one parsed document, aliases and merge keys resolved in place. Throws `DomainError` "invalid" with
 * `data.offset` at duplicate keys, keys that are no scalars, alias bombs and aliases that contain themselves.
 */
export function composeTree(input: {
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
  readonly source: Source;
  readonly embedding?: Embedding;
}): YamlNode {
  const composition: Composition = {
    lines: input.lines,
    lineOffset: input.embedding ? input.embedding.firstLine - 1 : 0,
    source: input.source,
    anchors: new Map(),
    openAliases: new Set(),
    nodes: 0,
  };
  const offset = input.document.contents?.range[0] ?? 0;
  const root: Place = input.embedding?.place ?? {
    source: input.source,
    parent: null,
    key: "",
    line: input.lines.linePos(offset).line,
  };
  return composeNode(composition, input.document.contents, { place: root, depth: 0 });
}

interface Spot {
  readonly place: Place;
  readonly depth: number;
}

function composeNode(composition: Composition, node: Node | null, spot: Spot): YamlNode {
  const { place } = spot;
  composition.nodes += 1;
  const offset = node?.range?.[0] ?? 0;
  if (composition.nodes > mostNodes) throw refusal("The aliases expand to too many values", offset);
  if (spot.depth > deepest) throw refusal("The values are nested too deeply", offset);
  rememberAnchor(composition, node);
  if (node === null) return { kind: "scalar", value: null, text: "", place };
  if (isScalar(node)) {
    const value = scalarValue(node);
    return { kind: "scalar", value, text: scalarText(node), place };
  }
  if (isSeq<Node>(node)) {
    const items = node.items.map((item, key) =>
      composeNode(composition, item, below(composition, { spot, key, node: item })),
    );
    return { kind: "seq", items, place };
  }
  if (isMap<Node, Node | null>(node)) return composeMap(composition, node, spot);
  if (isAlias(node)) return composeAlias(composition, node, spot);
  throw refusal("This value is not a scalar, a list or a map", offset);
}

function composeMap(
  composition: Composition,
  map: YAMLMap<Node, Node | null>,
  spot: Spot,
): MapNode {
  const own = new Map<string, YamlNode>();
  const merged: YamlNode[] = [];
  for (const pair of map.items) {
    const key = keyText(pair);
    if (own.has(key)) {
      throw refusal(`The key "${key}" is written twice in one map`, pair.key.range?.[0] ?? 0);
    }
    if (key === "<<" && isScalar(pair.key) && pair.key.type === "PLAIN") {
      merged.push(...composeMerged(composition, pair.value, spot));
    } else {
      const child = below(composition, { spot, key, node: pair.key });
      own.set(key, composeNode(composition, pair.value, child));
    }
  }
  return { kind: "map", entries: withMerged(own, merged), place: spot.place };
}

/** What a merge key brings in is addressed as if it were written in the map itself. */
function composeMerged(composition: Composition, node: Node | null, spot: Spot): YamlNode[] {
  const sources = isSeq<Node>(node) ? node.items : [node];
  const inside = { place: spot.place, depth: spot.depth + 1 };
  return sources.map((source) => composeNode(composition, source, inside));
}

/** YAML's merge key: own entries win, then the earlier of the merged maps. */
function withMerged(
  own: ReadonlyMap<string, YamlNode>,
  merged: readonly YamlNode[],
): ReadonlyMap<string, YamlNode> {
  if (merged.length === 0) return own;
  const entries = new Map(own);
  for (const map of merged) {
    if (map.kind !== "map") continue;
    for (const [key, value] of map.entries) if (!entries.has(key)) entries.set(key, value);
  }
  return entries;
}

/** An alias means the nearest anchor before it, so anchors are noted in the order of the text. */
function rememberAnchor(composition: Composition, node: Node | null): void {
  if (node === null || isAlias(node) || composition.openAliases.size > 0) return;
  if (node.anchor !== undefined) composition.anchors.set(node.anchor, node);
}

function composeAlias(composition: Composition, alias: Alias, spot: Spot): YamlNode {
  const offset = alias.range?.[0] ?? 0;
  const target = composition.anchors.get(alias.source);
  if (target === undefined) throw refusal(`The alias *${alias.source} has no anchor`, offset);
  if (composition.openAliases.has(target)) {
    throw refusal(`The alias *${alias.source} contains itself`, offset);
  }
  composition.openAliases.add(target);
  const node = composeNode(composition, target, spot);
  composition.openAliases.delete(target);
  return node;
}

function below(
  composition: Composition,
  at: { readonly spot: Spot; readonly key: string | number; readonly node: Node },
): Spot {
  const offset = at.node.range?.[0] ?? 0;
  const line = composition.lines.linePos(offset).line + composition.lineOffset;
  const { source } = composition;
  return {
    place: { source, parent: at.spot.place, key: at.key, line },
    depth: at.spot.depth + 1,
  };
}

/** The key of an entry as text. A key that is a map is what an unrendered template looks like to YAML. */
export function keyText(pair: Pair<Node, Node | null>): string {
  if (isScalar(pair.key)) return scalarText(pair.key);
  throw refusal("A key has to be plain text", pair.key.range?.[0] ?? 0);
}

/** What the file says: the source of a plain scalar, the content of a quoted or block one. */
export function scalarText(scalar: Scalar): string {
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
