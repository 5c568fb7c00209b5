import { identityOf } from "#domain/manifest/kubernetes-object.ts";
import { nodeAt, stringAt, withNodeAt } from "#domain/manifest/yaml-node.ts";
import type { YamlNode } from "#domain/manifest/yaml-node.ts";

import { identitiesOf, withTree } from "./resource.ts";
import type { Resource } from "./resource.ts";

const scalable: ReadonlySet<string> = new Set([
  "Deployment",
  "ReplicaSet",
  "ReplicationController",
  "StatefulSet",
]);

/** The resource with the count that a kustomization's `replicas` gives for its name. */
export function applyReplicas(resource: Resource, entries: readonly YamlNode[]): Resource {
  if (!scalable.has(identityOf(resource.tree).kind)) return resource;
  const names = new Set(identitiesOf(resource).map(({ name }) => name));
  const entry = entries.findLast((item) => names.has(stringAt(item, ["name"]) ?? ""));
  const count = nodeAt(entry, ["count"]);
  if (count === undefined) return resource;
  const tree = withNodeAt(resource.tree, ["spec", "replicas"], count);
  return tree.kind === "map" ? withTree(resource, tree) : resource;
}
