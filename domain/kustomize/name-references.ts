import { identityOf } from "#domain/manifest/kubernetes-object.ts";
import type { ObjectIdentity } from "#domain/manifest/kubernetes-object.ts";
import { stringAt, textNode, withEntry } from "#domain/manifest/yaml-node.ts";
import type { MapNode, YamlNode } from "#domain/manifest/yaml-node.ts";

import { withTree } from "./resource.ts";
import type { Resource } from "./resource.ts";

/** Fields that hold the name of an object of one kind. */
const namingFields: Readonly<Record<string, string>> = {
  secretName: "Secret",
  serviceAccountName: "ServiceAccount",
  serviceAccount: "ServiceAccount",
  claimName: "PersistentVolumeClaim",
  serviceName: "Service",
  priorityClassName: "PriorityClass",
};

/** Maps, or lists of maps, whose `name` is that of an object of one kind. */
const namingMaps: Readonly<Record<string, string>> = {
  configMap: "ConfigMap",
  configMapRef: "ConfigMap",
  configMapKeyRef: "ConfigMap",
  secretRef: "Secret",
  secretKeyRef: "Secret",
  imagePullSecrets: "Secret",
  service: "Service",
};

/** Maps, or lists of maps, that give the kind beside the name. */
const kindedMaps: ReadonlySet<string> = new Set([
  "roleRef",
  "scaleTargetRef",
  "targetRef",
  "subjects",
]);

interface Rename {
  readonly before: ObjectIdentity;
  readonly after: ObjectIdentity;
}

type Renames = ReadonlyMap<string, Rename>;

/** The renamed resources with the references among them following the new names and namespaces. */
export function followRenames(
  before: readonly Resource[],
  after: readonly Resource[],
): readonly Resource[] {
  const renames = new Map<string, Rename>();
  for (const [at, resource] of after.entries()) {
    const old = before[at];
    if (old === undefined || old.tree === resource.tree) continue;
    const rename = { before: identityOf(old.tree), after: identityOf(resource.tree) };
    renames.set(keyOf(rename.before.kind, rename.before.name), rename);
  }
  if (renames.size === 0) return after;
  return after.map((resource) => withTree(resource, followInMap(resource.tree, renames)));
}

function keyOf(kind: string, name: string): string {
  return `${kind}/${name}`;
}

function followInMap(map: MapNode, renames: Renames): MapNode {
  let result = map;
  for (const [key, value] of map.entries) {
    const next = key === "metadata" ? value : followEntry(key, value, renames);
    if (next !== value) result = withEntry(result, key, next);
  }
  return result;
}

function followEntry(key: string, value: YamlNode, renames: Renames): YamlNode {
  if (value.kind === "scalar") {
    const kind = Object.hasOwn(namingFields, key) ? namingFields[key] : undefined;
    const rename = kind === undefined ? undefined : renames.get(keyOf(kind, value.text));
    return rename === undefined ? value : textNode(rename.after.name, value.place);
  }
  if (value.kind === "map") return followInMap(followName(key, value, renames), renames);
  const items = value.items.map((item) => followEntry(key, item, renames));
  return items.some((item, at) => item !== value.items[at]) ? { ...value, items } : value;
}

function followName(key: string, map: MapNode, renames: Renames): MapNode {
  const known = Object.hasOwn(namingMaps, key) ? namingMaps[key] : undefined;
  const kind = kindedMaps.has(key) ? stringAt(map, ["kind"]) : known;
  const rename = renames.get(keyOf(kind ?? "", stringAt(map, ["name"]) ?? ""));
  if (kind === undefined || rename === undefined) return map;
  const renamed = withEntry(map, "name", textNode(rename.after.name, map.place));
  const isMoved = key === "subjects" && rename.after.namespace !== rename.before.namespace;
  if (!isMoved) return renamed;
  return withEntry(renamed, "namespace", textNode(rename.after.namespace, map.place));
}
