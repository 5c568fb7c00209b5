import { DomainError } from "#domain/error.ts";

import { isMerge, keyText } from "./source-node.ts";
import type { SourceAlias, SourceDocument, SourceMap, SourceNode } from "./source-node.ts";
import type { MapNode, Place, Source, YamlNode } from "./yaml-node.ts";

const mostWritten = 500_000;
const mostAliased = 200_000;
const deepest = 200;

interface Composition {
  readonly lineOffset: number;
  readonly source: Source;
  readonly anchors: Map<string, SourceNode>;
  readonly openAliases: Set<SourceNode>;
  written: number;
  aliased: number;
}

/**
 * The tree of one document, aliases and merge keys resolved in place. Throws `DomainError` "invalid" with
 * `data.offset` at duplicate keys, keys that are no scalars, alias bombs, aliases that contain themselves, merges of
 * something that is no map, and more values than memory is for.
 */
export function composeTree(
  document: SourceDocument,
  at: { readonly root: Place; readonly lineOffset: number },
): YamlNode {
  const composition: Composition = {
    lineOffset: at.lineOffset,
    source: at.root.source,
    anchors: new Map(),
    openAliases: new Set(),
    written: 0,
    aliased: 0,
  };
  return composeNode(composition, document.contents, { place: at.root, depth: 0 });
}

interface Spot {
  readonly place: Place;
  readonly depth: number;
}

function composeNode(composition: Composition, node: SourceNode | null, spot: Spot): YamlNode {
  const { place } = spot;
  if (node === null) return { kind: "scalar", value: null, text: "", place };
  if (spot.depth > deepest) throw refusal("The values are nested too deeply", node.start);
  count(composition, node);
  if (node.anchor !== null && composition.openAliases.size === 0) {
    composition.anchors.set(node.anchor, node);
  }
  switch (node.kind) {
    case "scalar":
      return { kind: "scalar", value: node.value, text: node.text, place };
    case "seq":
      return {
        kind: "seq",
        items: node.items.map((item, key) =>
          composeNode(composition, item, below(composition, { spot, key, line: item.line })),
        ),
        place,
      };
    case "map":
      return composeMap(composition, node, spot);
    case "alias":
      return composeAlias(composition, node, spot);
  }
}

function count(composition: Composition, node: SourceNode): void {
  if (composition.openAliases.size > 0) composition.aliased += 1;
  else composition.written += 1;
  if (composition.aliased > mostAliased) {
    throw refusal("The aliases expand to too many values", node.start);
  }
  if (composition.written > mostWritten) {
    throw refusal("The document holds more than 500,000 values", node.start);
  }
}

function composeMap(composition: Composition, map: SourceMap, spot: Spot): MapNode {
  const own = new Map<string, YamlNode>();
  const merged: MapNode[] = [];
  for (const pair of map.pairs) {
    const key = keyText(pair);
    if (own.has(key)) throw refusal(`The key "${key}" is written twice in one map`, pair.key.start);
    if (isMerge(pair)) {
      merged.push(...composeMerged(composition, pair.value, spot));
    } else {
      const child = below(composition, { spot, key, line: pair.key.line });
      own.set(key, composeNode(composition, pair.value, child));
    }
  }
  return { kind: "map", entries: withMerged(own, merged), place: spot.place };
}

/** What a merge key brings in is addressed as if it were written in the map itself. */
function composeMerged(
  composition: Composition,
  node: SourceNode | null,
  spot: Spot,
): readonly MapNode[] {
  const sources = node?.kind === "seq" ? node.items : [node];
  const inside = { place: spot.place, depth: spot.depth + 1 };
  return sources.map((source) => {
    const merged = composeNode(composition, source, inside);
    if (merged.kind === "map") return merged;
    throw refusal("What << brings in has to be a map", source?.start ?? node?.start ?? 0);
  });
}

/** YAML's merge key: own entries win, then the earlier of the merged maps. */
function withMerged(
  own: ReadonlyMap<string, YamlNode>,
  merged: readonly MapNode[],
): ReadonlyMap<string, YamlNode> {
  if (merged.length === 0) return own;
  const entries = new Map(own);
  for (const map of merged) {
    for (const [key, value] of map.entries) if (!entries.has(key)) entries.set(key, value);
  }
  return entries;
}

/** An alias means the nearest anchor before it: anchors are noted in the order of the text. */
function composeAlias(composition: Composition, alias: SourceAlias, spot: Spot): YamlNode {
  const target = composition.anchors.get(alias.name);
  if (target === undefined) {
    throw refusal(`The alias *${alias.name} has no anchor`, alias.start);
  }
  if (composition.openAliases.has(target)) {
    throw refusal(`The alias *${alias.name} contains itself`, alias.start);
  }
  composition.openAliases.add(target);
  const node = composeNode(composition, target, spot);
  composition.openAliases.delete(target);
  return node;
}

function below(
  composition: Composition,
  at: { readonly spot: Spot; readonly key: string | number; readonly line: number },
): Spot {
  const { source, lineOffset } = composition;
  const { spot, key } = at;
  return {
    place: { source, parent: spot.place, key, line: at.line + lineOffset },
    depth: spot.depth + 1,
  };
}

function refusal(message: string, offset: number): DomainError {
  return new DomainError("invalid", message, { offset });
}
