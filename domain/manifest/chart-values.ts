import { resolvePath } from "#domain/kustomize/file-tree.ts";

import { parseEmbedded } from "./file.ts";
import type { ManifestFile } from "./file.ts";
import { readFile } from "./finding.ts";
import type { Finding } from "./finding.ts";
import { firstTree } from "./first-tree.ts";
import type { ValuesLayer } from "./merge-values.ts";
import { emptyMap } from "./yaml-node.ts";
import type { Place, ScalarNode, YamlNode } from "./yaml-node.ts";

/** The default values of a chart in this repository; none where the folder holds no chart. */
export function chartLayers(finding: Finding, folder: string | undefined): readonly ValuesLayer[] {
  if (folder === undefined || !isChart(finding, folder)) return [];
  const tree = firstTree(readFile(finding, resolvePath(folder, "values.yaml")));
  return tree?.kind === "map" ? [{ kind: "values", tree }] : [];
}

/** Whether the folder is a Helm chart's. */
export function isChart(finding: Finding, folder: string): boolean {
  const path = resolvePath(folder, "Chart.yaml");
  return path !== undefined && finding.tree.manifest(path) !== undefined;
}

/** The values in a file of this repository; unknown where the file is not there or is not YAML. */
export function fileLayer(
  finding: Finding,
  path: string | undefined,
  written: string,
): ValuesLayer {
  const file = readFile(finding, path);
  const tree = firstTree(file);
  if (tree?.kind === "map") return { kind: "values", tree };
  const isEmpty = file?.problems.length === 0 && (tree === undefined || isNothing(tree));
  if (isEmpty) return { kind: "values", tree: emptyMap(rootPlace(file.path)) };
  return { kind: "unknown", what: `the values file ${written}, which cannot be read here` };
}

/** Where the first document of a file begins. */
export function rootPlace(file: string): Place {
  return { source: { file, document: 0 }, parent: null, key: "", line: 1 };
}

function isNothing(tree: YamlNode): boolean {
  return tree.kind === "scalar" && tree.value === null;
}

/** A text is parsed once, however many commits leave it as it is. */
const parsedTexts = new WeakMap<ScalarNode, ManifestFile>();

function readText(scalar: ScalarNode): ManifestFile {
  const known = parsedTexts.get(scalar);
  if (known !== undefined) return known;
  const { text, place } = scalar;
  const file = parseEmbedded(text, place, place.line + (text.includes("\n") ? 1 : 0));
  parsedTexts.set(scalar, file);
  return file;
}

/** The values that a text in a manifest holds; `what` names the text where it cannot be read. */
export function textLayer(scalar: ScalarNode, what: string): ValuesLayer {
  const tree = firstTree(readText(scalar));
  if (tree?.kind === "map") return { kind: "values", tree };
  return { kind: "unknown", what };
}
