import type { Room } from "./insert-branches.ts";
import type { ListSpot } from "./insert-entry.ts";
import { isMerge, isNothing, pairOf } from "./source-node.ts";
import type {
  SourceAlias,
  SourceDocument,
  SourceNode,
  SourcePair,
  SourceScalar,
  SourceSeq,
} from "./source-node.ts";
import { selectedDocument, selectedName } from "./yaml-node.ts";
import type { Key, Path } from "./yaml-node.ts";

/**
 * What a path leads to: a scalar, the YAML inside one, room that lacks the rest of the keys, or a list that lacks the
 * item. `alias` is what stands in the scalar's place where it is written elsewhere.
 */
export type Located =
  | {
      readonly kind: "scalar";
      readonly scalar: SourceScalar;
      readonly inFlow: boolean;
      readonly alias: SourceAlias | null;
    }
  | {
      readonly kind: "embedded";
      readonly scalar: SourceScalar;
      readonly inFlow: boolean;
      readonly outer: Path;
      readonly document: number;
      readonly inner: Path;
    }
  | { readonly kind: "gap"; readonly room: Room; readonly keys: readonly string[] }
  | {
      readonly kind: "entry";
      readonly spot: ListSpot;
      readonly name: string;
      readonly field: string;
    };

/** Follows a path through the source of a document, aliases and merge keys included. */
export function locateScalar(document: SourceDocument, path: Path): Located | undefined {
  const entry = locateEntry(document, path);
  if (entry !== undefined) return entry;
  let node: SourceNode | null | undefined = document.contents;
  let parent: SourcePair | undefined;
  let inFlow = false;
  for (const [at, key] of path.entries()) {
    const holder: SourceNode | null | undefined = target(document, node);
    const keys = path.slice(at);
    if (at > 0 && holder?.kind === "scalar") {
      if (holder.text !== "" && typeof holder.value === "string") {
        return embedded(holder, { inFlow, outer: path.slice(0, at), inner: keys });
      }
      if (parent === undefined || !isNothing(parent.value) || !keys.every(isMapKey))
        return undefined;
      return { kind: "gap", room: { kind: "nothing", pair: parent, inFlow }, keys };
    }
    inFlow ||= (holder?.kind === "map" || holder?.kind === "seq") && holder.flow;
    parent = holder?.kind === "map" ? pairOf(holder, String(key)) : undefined;
    const next = childOf(document, holder, key);
    if (next === undefined) {
      if (holder?.kind !== "map" || parent !== undefined || !keys.every(isMapKey)) return undefined;
      return { kind: "gap", room: { kind: "map", map: holder }, keys };
    }
    node = next;
  }
  const scalar = target(document, node);
  if (scalar?.kind !== "scalar") return undefined;
  return { kind: "scalar", scalar, inFlow, alias: node?.kind === "alias" ? node : null };
}

function embedded(
  scalar: SourceScalar,
  at: { readonly inFlow: boolean; readonly outer: Path; readonly inner: Path },
): Located {
  const document = selectedDocument(at.inner[0]);
  const inner = document === undefined ? at.inner : at.inner.slice(1);
  return { kind: "embedded", scalar, ...at, document: document ?? 0, inner };
}

function isMapKey(key: Key): key is string {
  return typeof key === "string" && selectedName(key) === undefined;
}

/** A scalar of a named item that a list at the top of the document does not have. */
function locateEntry(document: SourceDocument, path: Path): Located | undefined {
  const [key, selector, field, ...rest] = path;
  const name = selectedName(selector);
  const root = document.contents;
  if (name === undefined || field === undefined || rest.length > 0) return undefined;
  if (root?.kind !== "map") return undefined;
  const list = childOf(document, root, key ?? "");
  const isList = list?.kind === "seq";
  if (isList && itemOf(list, name) !== undefined) return undefined;
  const spot = { root, key: String(key), list: isList ? list : undefined };
  return { kind: "entry", spot, name, field: String(field) };
}

function itemOf(list: SourceSeq, name: string): SourceNode | undefined {
  return list.items.find((item) => {
    const value = item.kind === "map" ? pairOf(item, "name")?.value : undefined;
    return value?.kind === "scalar" && value.value === name;
  });
}

/** What an alias stands for: the nearest anchor of its name before it. */
function target(
  document: SourceDocument,
  node: SourceNode | null | undefined,
): SourceNode | null | undefined {
  if (node?.kind !== "alias") return node;
  let found: SourceNode | undefined;
  for (const anchored of anchoredNodes(document.contents)) {
    if (anchored.anchor === node.name && anchored.start < node.start) found = anchored;
  }
  return found;
}

function* anchoredNodes(node: SourceNode | null): Generator<SourceNode> {
  if (node === null) return;
  if (node.anchor !== null) yield node;
  if (node.kind === "seq") for (const item of node.items) yield* anchoredNodes(item);
  if (node.kind !== "map") return;
  for (const { key, value } of node.pairs) {
    yield* anchoredNodes(key);
    yield* anchoredNodes(value);
  }
}

function childOf(
  document: SourceDocument,
  node: SourceNode | null | undefined,
  key: Key,
): SourceNode | undefined {
  if (node?.kind === "seq") {
    return typeof key === "number" ? node.items[key] : itemOf(node, selectedName(key) ?? "");
  }
  if (node?.kind !== "map") return undefined;
  const own = pairOf(node, String(key));
  if (own !== undefined) return own.value ?? undefined;
  return node.pairs
    .filter(isMerge)
    .flatMap((pair) => mergedMaps(document, pair))
    .map((map) => childOf(document, map, key))
    .find((found) => found !== undefined);
}

function mergedMaps(document: SourceDocument, pair: SourcePair): readonly SourceNode[] {
  const value = target(document, pair.value);
  const maps = value?.kind === "seq" ? value.items : [value];
  return maps.flatMap((map) => target(document, map) ?? []);
}
