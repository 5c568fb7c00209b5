import { identityOf } from "#domain/manifest/kubernetes-object.ts";
import { stringAt, textAt } from "#domain/manifest/yaml-node.ts";
import type { MapNode, Place, ScalarNode, SeqNode, YamlNode } from "#domain/manifest/yaml-node.ts";

/** The lists that Kubernetes merges item by item, and the fields that tell the items apart, first found first. */
const mergeKeys: Readonly<Record<string, readonly string[]>> = {
  containers: ["name"],
  initContainers: ["name"],
  ephemeralContainers: ["name"],
  env: ["name"],
  volumes: ["name"],
  volumeMounts: ["mountPath"],
  volumeDevices: ["devicePath"],
  ports: ["containerPort", "port"],
  imagePullSecrets: ["name"],
  secrets: ["name"],
  hostAliases: ["ip"],
  topologySpreadConstraints: ["topologyKey"],
};

const directive = "$patch";

/**
 * The object with a strategic merge patch applied, or undefined when the patch deletes it. Lists of the built-in
 * kinds are merged by their keys, patched items first; custom resources have theirs replaced, as kustomize does.
 */
export function mergeStrategic(object: MapNode, patch: MapNode): MapNode | undefined {
  if (stringAt(patch, [directive]) === "delete") return undefined;
  const { group } = identityOf(object);
  const isBuiltIn = !group.includes(".") || group.endsWith(".k8s.io");
  return mergeMaps(object, patch, { byKey: isBuiltIn });
}

interface MergeRules {
  readonly byKey: boolean;
}

function mergeMaps(base: MapNode, patch: MapNode, rules: MergeRules): MapNode {
  if (stringAt(patch, [directive]) === "replace") return withoutDirectives(patch);
  const entries = new Map(base.entries);
  for (const [key, value] of patch.entries) {
    if (key.startsWith("$")) continue;
    const merged = mergeValues(entries.get(key), value, { ...rules, field: key });
    if (merged === undefined) entries.delete(key);
    else entries.set(key, merged);
  }
  return { ...base, entries };
}

function mergeValues(
  base: YamlNode | undefined,
  patch: YamlNode,
  rules: MergeRules & { readonly field: string },
): YamlNode | undefined {
  if (patch.kind === "scalar") return patch.value === null ? undefined : overriding(base, patch);
  if (patch.kind === "map") {
    if (stringAt(patch, [directive]) === "delete") return undefined;
    return base?.kind === "map" ? mergeMaps(base, patch, rules) : withoutDirectives(patch);
  }
  const keys = rules.byKey && Object.hasOwn(mergeKeys, rules.field) ? mergeKeys[rules.field] : [];
  const key = keys?.find((name) => patch.items.every((item) => textAt(item, [name]) !== undefined));
  if (base?.kind !== "seq" || key === undefined) return withoutDirectives(patch);
  return mergeLists(base, patch, { ...rules, key });
}

function mergeLists(
  base: SeqNode,
  patch: SeqNode,
  rules: MergeRules & { readonly key: string },
): SeqNode {
  const rest = new Map(base.items.map((item) => [textAt(item, [rules.key]), item]));
  const patched = patch.items.flatMap((change): YamlNode[] => {
    const key = textAt(change, [rules.key]);
    const item = rest.get(key);
    rest.delete(key);
    if (isDeletion(change)) return [];
    const isMerge = item?.kind === "map" && change.kind === "map";
    return [isMerge ? mergeMaps(item, change, rules) : withoutDirectives(change)];
  });
  const keys = new Set(rest.keys());
  const kept = base.items.filter((item) => keys.has(textAt(item, [rules.key])));
  return { ...base, items: [...patched, ...kept] };
}

function isDeletion(node: YamlNode): boolean {
  return stringAt(node, [directive]) === "delete";
}

/** A patch's scalar that remembers the place it took over from. */
export function overriding(base: YamlNode | undefined, scalar: ScalarNode): ScalarNode {
  if (base?.kind !== "scalar") return scalar;
  const overridden: Place = base.overridden ?? base.place;
  return { ...scalar, overridden };
}

function withoutDirectives<T extends YamlNode>(node: T): T;
function withoutDirectives(node: YamlNode): YamlNode {
  switch (node.kind) {
    case "scalar":
      return node;
    case "seq":
      return {
        ...node,
        items: node.items
          .filter((item) => !isDeletion(item))
          .map((item) => withoutDirectives(item)),
      };
    case "map": {
      const entries = [...node.entries].filter(([key]) => !key.startsWith("$"));
      return {
        ...node,
        entries: new Map(entries.map(([key, value]) => [key, withoutDirectives(value)])),
      };
    }
  }
}
