import { isAlias, isMap, isScalar, isSeq } from "yaml";
import type { Document, Node, Pair, Scalar, YAMLMap, YAMLSeq } from "yaml";

import { keyText } from "./compose-tree.ts";
import type { ListSpot } from "./insert-entry.ts";
import { selectedName } from "./yaml-node.ts";
import type { Key, Path } from "./yaml-node.ts";

/** What a path leads to: a scalar, the YAML inside one, a map that lacks the rest of the keys, or a list that lacks the item. */
export type Located =
  | { readonly kind: "scalar"; readonly scalar: Scalar; readonly inFlow: boolean }
  | {
      readonly kind: "embedded";
      readonly scalar: Scalar;
      readonly inFlow: boolean;
      readonly outer: Path;
      readonly inner: Path;
    }
  | {
      readonly kind: "gap";
      readonly map: YAMLMap<Node, Node | null>;
      readonly keys: readonly string[];
    }
  | {
      readonly kind: "entry";
      readonly spot: ListSpot;
      readonly name: string;
      readonly field: string;
    };

/** Follows a path through the source of a document, aliases and merge keys included. */
export function locateScalar(document: Document.Parsed, path: Path): Located | undefined {
  const entry = locateEntry(document, path);
  if (entry !== undefined) return entry;
  let node: Node | null | undefined = document.contents;
  let inFlow = false;
  for (const [at, key] of path.entries()) {
    node = target(document, node);
    if (at > 0 && isScalar(node) && typeof node.value === "string") {
      return {
        kind: "embedded",
        scalar: node,
        inFlow,
        outer: path.slice(0, at),
        inner: path.slice(at),
      };
    }
    inFlow ||= (isMap(node) || isSeq(node)) && node.flow === true;
    const next = childOf(document, node, key);
    if (next === undefined) {
      const keys = path.slice(at);
      if (!isMap<Node, Node | null>(node) || !keys.every(isMapKey)) return undefined;
      return { kind: "gap", map: node, keys };
    }
    node = next;
  }
  node = target(document, node);
  return isScalar(node) ? { kind: "scalar", scalar: node, inFlow } : undefined;
}

function isMapKey(key: Key): key is string {
  return typeof key === "string" && selectedName(key) === undefined;
}

/** A scalar of a named item that a list at the top of the document does not have. */
function locateEntry(document: Document.Parsed, path: Path): Located | undefined {
  const [key, selector, field, ...rest] = path;
  const name = selectedName(selector);
  const root = document.contents;
  if (name === undefined || field === undefined || rest.length > 0) return undefined;
  if (!isMap<Node, Node | null>(root)) return undefined;
  const list = childOf(document, root, key ?? "");
  const isList = isSeq<Node>(list);
  if (isList && itemOf(list, name) !== undefined) return undefined;
  const spot = { root, key: String(key), list: isList ? list : undefined };
  return { kind: "entry", spot, name, field: String(field) };
}

function itemOf(list: YAMLSeq<Node>, name: string): Node | undefined {
  return list.items.find((item) => isMap(item) && item.get("name") === name);
}

function target(document: Document.Parsed, node: Node | null | undefined): Node | null | undefined {
  return isAlias(node) ? node.resolve(document) : node;
}

function childOf(
  document: Document.Parsed,
  node: Node | null | undefined,
  key: Key,
): Node | undefined {
  if (isSeq<Node>(node)) {
    return typeof key === "number" ? node.items[key] : itemOf(node, selectedName(key) ?? "");
  }
  if (!isMap<Node, Node | null>(node)) return undefined;
  const own = node.items.find((pair) => keyText(pair) === String(key));
  if (own !== undefined) return own.value ?? undefined;
  return node.items
    .filter((pair) => keyText(pair) === "<<")
    .flatMap((pair) => mergedMaps(document, pair))
    .map((map) => childOf(document, map, key))
    .find((found) => found !== undefined);
}

function mergedMaps(document: Document.Parsed, pair: Pair<Node, Node | null>): readonly Node[] {
  const value = target(document, pair.value);
  const maps = isSeq<Node>(value) ? value.items : [value];
  return maps.flatMap((map) => target(document, map) ?? []);
}
