import { resolvePath } from "#domain/kustomize/file-tree.ts";

import { chartLayers, fileLayer } from "./chart-values.ts";
import { configMapLayer } from "./config-map-values.ts";
import type { Finding } from "./finding.ts";
import type { FoundContainer } from "./found-workload.ts";
import { identityOf } from "./kubernetes-object.ts";
import type { ValuesLayer } from "./merge-values.ts";
import { valuesContainers } from "./values-containers.ts";
import { itemsAt, mapAt, stringAt, textAt } from "./yaml-node.ts";
import type { MapNode, YamlNode } from "./yaml-node.ts";

/**
 * The images of a Helm release of Flux, of any generation: in its own values, else in the config maps that it takes
 * values from, else in the values files of a chart that stands in this repository.
 */
export function releaseContainers(finding: Finding, release: MapNode): readonly FoundContainer[] {
  const values = mapAt(release, ["spec", "values"]);
  const from = itemsAt(release, ["spec", "valuesFrom"]);
  const layers: ValuesLayer[] = [
    ...(isFluxTwo(release) ? chartOfSource(finding, release) : chartOfGit(finding, release)),
    ...secretFiles(release),
    ...from.map((entry) => referredLayer(finding, release, entry)),
  ];
  if (values !== undefined) layers.push({ kind: "values", tree: values });
  return valuesContainers(finding, release, layers);
}

function isFluxTwo(release: MapNode): boolean {
  return identityOf(release).group === "helm.toolkit.fluxcd.io";
}

/** Paths of `spec.chart.spec` start at the root of the source, which for a repository is this one. */
function chartOfSource(finding: Finding, release: MapNode): readonly ValuesLayer[] {
  const chart = mapAt(release, ["spec", "chart", "spec"]);
  if (stringAt(chart, ["sourceRef", "kind"]) !== "GitRepository") return [];
  const folder = resolvePath("", stringAt(chart, ["chart"]) ?? "");
  const files = [
    ...itemsAt(chart, ["valuesFiles"]).flatMap((file) => textAt(file, []) ?? []),
    ...(stringAt(chart, ["valuesFile"]) ?? "").split(",").filter(Boolean),
  ];
  if (files.length === 0) return chartLayers(finding, folder);
  return files.map((file) => fileLayer(finding, resolvePath("", file), file));
}

function chartOfGit(finding: Finding, release: MapNode): readonly ValuesLayer[] {
  const chart = mapAt(release, ["spec", "chart"]);
  if (stringAt(chart, ["git"]) === undefined) return [];
  return chartLayers(finding, resolvePath("", stringAt(chart, ["path"]) ?? ""));
}

function secretFiles(release: MapNode): readonly ValuesLayer[] {
  return itemsAt(release, ["spec", "valueFileSecrets"]).map((entry) => {
    return { kind: "unknown", what: `the Secret ${stringAt(entry, ["name"]) ?? ""}` };
  });
}

/** The forms of both generations: `kind` and `name`, or one reference named for what it refers to. */
function referredLayer(finding: Finding, release: MapNode, entry: YamlNode): ValuesLayer {
  const { namespace } = identityOf(release);
  const old = mapAt(entry, ["configMapKeyRef"]);
  const file = stringAt(entry, ["chartFileRef", "path"]);
  if (file !== undefined) return chartFileLayer(finding, release, file);
  if (old !== undefined) {
    const key = stringAt(old, ["key"]) ?? "values.yaml";
    const name = stringAt(old, ["name"]) ?? "";
    return configMapLayer(finding, {
      name,
      key,
      namespace: stringAt(old, ["namespace"]) ?? namespace,
    });
  }
  const name = stringAt(entry, ["name"]) ?? stringAt(entry, ["secretKeyRef", "name"]);
  const target = stringAt(entry, ["targetPath"])?.split(".");
  if (stringAt(entry, ["kind"]) === "ConfigMap" && name !== undefined) {
    const key = stringAt(entry, ["valuesKey"]) ?? "values.yaml";
    return configMapLayer(finding, { name, key, namespace, ...(target ? { target } : {}) });
  }
  const what = name === undefined ? "an external source of values" : `the Secret ${name}`;
  return { kind: "unknown", what, ...(target ? { path: target } : {}) };
}

function chartFileLayer(finding: Finding, release: MapNode, file: string): ValuesLayer {
  const folder = resolvePath("", stringAt(release, ["spec", "chart", "path"]) ?? "");
  return fileLayer(finding, folder === undefined ? undefined : resolvePath(folder, file), file);
}
