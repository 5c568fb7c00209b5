import { overriding } from "#domain/kustomize/strategic-merge.ts";

import { nodeAt, withNodeAt } from "./yaml-node.ts";
import type { MapNode, ScalarNode, YamlNode } from "./yaml-node.ts";

/** One of the sources that a chart's values are merged from. */
export type ValuesLayer =
  | { readonly kind: "values"; readonly tree: MapNode }
  /** One value, set at a path. */
  | { readonly kind: "value"; readonly path: readonly string[]; readonly node: ScalarNode }
  /** Something that the repository does not show; `path` where it can only set what is below it. */
  | { readonly kind: "unknown"; readonly what: string; readonly path?: readonly string[] };

export interface MergedValues {
  readonly tree: MapNode;
  /** Scalars that an unknown layer may replace, with what that layer is. */
  readonly doubts: ReadonlyMap<ScalarNode, string>;
  /** An unknown layer, which may set what no other layer does. */
  readonly unknown?: string;
}

/** The values that the layers give together, a later one over an earlier one, as Helm merges them. */
export function mergeLayers(empty: MapNode, layers: readonly ValuesLayer[]): MergedValues {
  return layers.reduce<MergedValues>(addLayer, { tree: empty, doubts: new Map() });
}

function addLayer(merged: MergedValues, layer: ValuesLayer): MergedValues {
  switch (layer.kind) {
    case "values":
      return { ...merged, tree: mergeMaps(merged.tree, layer.tree) };
    case "value": {
      const before = nodeAt(merged.tree, layer.path);
      const tree = withNodeAt(merged.tree, layer.path, overriding(before, layer.node));
      return tree.kind === "map" ? { ...merged, tree } : merged;
    }
    case "unknown": {
      const below = nodeAt(merged.tree, layer.path ?? []);
      const scalars = below === undefined ? [] : scalarsIn(below);
      const doubts = scalars.map((scalar) => [scalar, layer.what] as const);
      return {
        ...merged,
        doubts: new Map([...merged.doubts, ...doubts]),
        unknown: layer.what,
      };
    }
  }
}

/** Maps are joined, a null takes the key away, and anything else replaces what was there. */
function mergeMaps(base: MapNode, over: MapNode): MapNode {
  const entries = new Map(base.entries);
  for (const [key, value] of over.entries) {
    const before = entries.get(key);
    if (value.kind === "scalar" && value.value === null) entries.delete(key);
    else if (value.kind === "scalar") entries.set(key, overriding(before, value));
    else if (value.kind === "map" && before?.kind === "map") {
      entries.set(key, mergeMaps(before, value));
    } else entries.set(key, value);
  }
  return { ...over, entries };
}

function scalarsIn(node: YamlNode): readonly ScalarNode[] {
  switch (node.kind) {
    case "scalar":
      return [node];
    case "seq":
      return [];
    case "map":
      return [...node.entries.values()].flatMap(scalarsIn);
  }
}
