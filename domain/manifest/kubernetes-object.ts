import { nodeAt, stringAt, textNode, withEntry } from "./yaml-node.ts";
import type { MapNode, YamlNode } from "./yaml-node.ts";

export interface ObjectIdentity {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

/** A build asks each object for its identity many times, and objects never change. */
const identities = new WeakMap<MapNode, ObjectIdentity>();

/** What names an object in a cluster; the namespace is empty where the manifest gives none. */
export function identityOf(object: MapNode): ObjectIdentity {
  const known = identities.get(object);
  if (known !== undefined) return known;
  const identity = readIdentity(object);
  identities.set(object, identity);
  return identity;
}

function readIdentity(object: MapNode): ObjectIdentity {
  const apiVersion = stringAt(object, ["apiVersion"]) ?? "";
  const slash = apiVersion.indexOf("/");
  return {
    group: slash === -1 ? "" : apiVersion.slice(0, slash),
    version: apiVersion.slice(slash + 1),
    kind: stringAt(object, ["kind"]) ?? "",
    name: stringAt(object, ["metadata", "name"]) ?? "",
    namespace: stringAt(object, ["metadata", "namespace"]) ?? "",
  };
}

/**
 * The Kubernetes objects that a document holds: itself, the items of a list, or none when it is something else. Items
 * of a list such as a `PodList` may leave out their kind and version, as the API writes them.
 */
export function objectsIn(tree: YamlNode): readonly MapNode[] {
  if (tree.kind !== "map") return [];
  const kind = stringAt(tree, ["kind"]);
  if (kind === undefined || stringAt(tree, ["apiVersion"]) === undefined) return [];
  const items = kind.endsWith("List") ? nodeAt(tree, ["items"]) : undefined;
  if (items === undefined || items.kind === "map") return [tree];
  if (items.kind === "scalar") return items.value === null ? [] : [tree];
  return items.items.flatMap((item) => objectsIn(listItem(tree, item)));
}

function listItem(list: MapNode, item: YamlNode): YamlNode {
  const itemKind = stringAt(list, ["kind"])?.slice(0, -"List".length) ?? "";
  const version = list.entries.get("apiVersion");
  if (item.kind !== "map" || itemKind === "" || version === undefined) return item;
  const kind = textNode(itemKind, item.place);
  const typed = item.entries.has("kind") ? item : withEntry(item, "kind", kind);
  return typed.entries.has("apiVersion") ? typed : withEntry(typed, "apiVersion", version);
}
