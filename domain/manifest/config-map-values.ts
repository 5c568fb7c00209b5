import { textLayer } from "./chart-values.ts";
import { readFile, resourcesNamed } from "./finding.ts";
import type { Finding } from "./finding.ts";
import { firstTree } from "./first-tree.ts";
import type { ValuesLayer } from "./merge-values.ts";
import { nodeAt } from "./yaml-node.ts";
import type { ScalarNode } from "./yaml-node.ts";

interface ConfigMapKey {
  readonly name: string;
  readonly namespace: string;
  readonly key: string;
  /** Where the key's text is set as one value; without it the text is YAML that is merged. */
  readonly target?: readonly string[];
}

/**
 * The values under a config map's key, where the build has exactly one such config map and a file of this repository
 * writes the text; unknown otherwise.
 */
export function configMapLayer(finding: Finding, wanted: ConfigMapKey): ValuesLayer {
  const { name, namespace, key, target } = wanted;
  const what = `key ${key} of the ConfigMap ${name}, which cannot be read here`;
  const maps = resourcesNamed(finding, { group: "", kind: "ConfigMap", name, namespace });
  const nodes = maps.map(({ tree }) => nodeAt(tree, ["data", key]));
  const [node, ...others] = nodes;
  const path = target === undefined ? {} : { path: target };
  if (node?.kind !== "scalar" || others.length > 0) return { kind: "unknown", what, ...path };
  if (isWholeFile(node)) return { ...fileValues(finding, node, what), ...path };
  if (node.place.key !== key) return { kind: "unknown", what, ...path };
  if (target !== undefined) return { kind: "value", path: target, node };
  return textLayer(node, what);
}

/** Whether the text is a file's, which a generator put into the config map. */
function isWholeFile({ place }: ScalarNode): boolean {
  return place.parent === null;
}

function fileValues(finding: Finding, { place }: ScalarNode, what: string): ValuesLayer {
  const tree = firstTree(readFile(finding, place.source.file));
  return tree?.kind === "map" ? { kind: "values", tree } : { kind: "unknown", what };
}
