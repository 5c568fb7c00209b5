import { resolvePath } from "#domain/kustomize/file-tree.ts";

import { chartLayers, fileLayer, textLayer } from "./chart-values.ts";
import type { Finding } from "./finding.ts";
import type { FoundContainer } from "./found-workload.ts";
import { overrideContainers } from "./image-override.ts";
import { identityOf } from "./kubernetes-object.ts";
import type { ValuesLayer } from "./merge-values.ts";
import { valuesContainers } from "./values-containers.ts";
import { itemsAt, mapAt, nodeAt, stringAt, textAt } from "./yaml-node.ts";
import type { MapNode, YamlNode } from "./yaml-node.ts";

/** Whether the object is an Argo CD Application, or an ApplicationSet, which holds the template of some. */
export function isApplication(object: MapNode): boolean {
  const { group, kind } = identityOf(object);
  return group === "argoproj.io" && (kind === "Application" || kind === "ApplicationSet");
}

/**
 * The images that an Application's sources set: through Helm parameters, values and values files of this repository,
 * a later kind over an earlier one as Argo CD merges them, and through the images that it hands to kustomize. What an
 * ApplicationSet fills in is left out.
 */
export function applicationContainers(
  finding: Finding,
  application: MapNode,
): readonly FoundContainer[] {
  const sources = applicationSources(application);
  const taken = new Map<string, FoundContainer>();
  for (const source of sources) {
    for (const found of sourceContainers(finding, { application, source, sources })) {
      if (found.image.includes("{{")) continue;
      const name = taken.has(found.name) ? `${sourceName(source)}/${found.name}` : found.name;
      if (!taken.has(name)) taken.set(name, { ...found, name });
    }
  }
  return [...taken.values()];
}

/** The places that an Application, or those of an ApplicationSet, are built from; several win over the single one. */
export function applicationSources(application: MapNode): readonly MapNode[] {
  const isSet = identityOf(application).kind === "ApplicationSet";
  const spec = mapAt(application, isSet ? ["spec", "template", "spec"] : ["spec"]);
  const only = mapAt(spec, ["source"]);
  const several = itemsAt(spec, ["sources"]).filter((source) => source.kind === "map");
  return several.length > 0 || only === undefined ? several : [only];
}

interface SourceOf {
  readonly application: MapNode;
  readonly source: MapNode;
  readonly sources: readonly MapNode[];
}

function sourceContainers(finding: Finding, at: SourceOf): readonly FoundContainer[] {
  return [
    ...valuesContainers(finding, at.application, helmLayers(finding, at)),
    ...overrideContainers(finding, itemsAt(at.source, ["kustomize", "images"])),
  ];
}

function sourceName(source: MapNode): string {
  const named = stringAt(source, ["name"]) ?? stringAt(source, ["chart"]);
  return named ?? (stringAt(source, ["path"]) ?? "").split("/").findLast(Boolean) ?? "source";
}

function helmLayers(finding: Finding, at: SourceOf): readonly ValuesLayer[] {
  const { source } = at;
  const path = stringAt(source, ["path"]);
  const folder = path === undefined ? undefined : resolvePath("", path);
  const helm = mapAt(source, ["helm"]);
  const files = itemsAt(helm, ["valueFiles"]).flatMap((file) => textAt(file, []) ?? []);
  return [
    ...chartLayers(finding, folder),
    ...files.map((file) => valueFileLayer(finding, { ...at, folder }, file)),
    ...ownLayer(helm),
    ...itemsAt(helm, ["parameters"]).flatMap(parameterLayer),
    ...itemsAt(helm, ["fileParameters"]).map(fileParameterLayer),
  ];
}

/** `$name/path` is a path in the repository of the source with that `ref`; others start at the chart or the root. */
function valueFileLayer(
  finding: Finding,
  at: SourceOf & { readonly folder: string | undefined },
  file: string,
): ValuesLayer {
  const [, ref, below] = /^\$([^/]+)\/(.*)$/.exec(file) ?? [];
  if (ref === undefined) {
    const folder = file.startsWith("/") ? "" : at.folder;
    const path = folder === undefined ? undefined : resolvePath(folder, file);
    return fileLayer(finding, path, file);
  }
  const isKnown = at.sources.some((source) => stringAt(source, ["ref"]) === ref);
  return fileLayer(finding, isKnown ? resolvePath("", below ?? "") : undefined, file);
}

/** Values as a map make Argo CD ignore those that are written as a text. */
function ownLayer(helm: MapNode | undefined): readonly ValuesLayer[] {
  const tree = mapAt(helm, ["valuesObject"]);
  if (tree !== undefined) return [{ kind: "values", tree }];
  const text = nodeAt(helm, ["values"]);
  if (text?.kind !== "scalar" || text.text.trim() === "") return [];
  return [textLayer(text, "its helm.values, which are not YAML")];
}

/** A name with an index or an escaped dot leads into a list or a key that no image is read from. */
function parameterLayer(parameter: YamlNode): readonly ValuesLayer[] {
  const name = stringAt(parameter, ["name"]) ?? "";
  const node = nodeAt(parameter, ["value"]);
  if (node?.kind !== "scalar" || !/^[\w-]+(\.[\w-]+)*$/.test(name)) return [];
  return [{ kind: "value", path: name.split("."), node }];
}

function fileParameterLayer(parameter: YamlNode): ValuesLayer {
  const name = stringAt(parameter, ["name"]) ?? "";
  return { kind: "unknown", what: `the file parameter ${name}`, path: name.split(".") };
}
