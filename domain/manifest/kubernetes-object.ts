import { itemsAt, nodeAt, stringAt } from "./yaml-node.ts";
import type { MapNode, YamlNode } from "./yaml-node.ts";

export interface ObjectIdentity {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

/** What names an object in a cluster; the namespace is empty where the manifest gives none. */
export function identityOf(object: MapNode): ObjectIdentity {
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

/** The Kubernetes objects that a document holds: itself, the items of a list, or none when it is something else. */
export function objectsIn(tree: YamlNode): readonly MapNode[] {
  if (tree.kind !== "map") return [];
  const kind = stringAt(tree, ["kind"]);
  if (kind === undefined || stringAt(tree, ["apiVersion"]) === undefined) return [];
  if (kind.endsWith("List") && nodeAt(tree, ["items"])?.kind === "seq") {
    return itemsAt(tree, ["items"]).flatMap(objectsIn);
  }
  return [tree];
}
