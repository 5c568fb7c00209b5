import { identityOf } from "#domain/manifest/kubernetes-object.ts";
import { mapAt, stringAt } from "#domain/manifest/yaml-node.ts";
import type { MapNode, YamlNode } from "#domain/manifest/yaml-node.ts";

import { resolvePath } from "./file-tree.ts";
import type { FileTree } from "./file-tree.ts";

/** Whether the object is a Flux Kustomization, which makes a cluster apply another folder. */
export function isFluxKustomization(object: MapNode): boolean {
  const { group, kind } = identityOf(object);
  return group === "kustomize.toolkit.fluxcd.io" && kind === "Kustomization";
}

/**
 * The folder of this repository that a Flux Kustomization applies: `spec.path` from the root, else below a folder
 * named like its source, which is how artifacts are cut from a repository. Undefined when neither exists.
 */
export function fluxFolder(tree: FileTree, object: MapNode): string | undefined {
  const path = stringAt(object, ["spec", "path"]) ?? "";
  const source = stringAt(object, ["spec", "sourceRef", "name"]) ?? "";
  const folder = resolvePath("", path);
  if (folder === undefined) return undefined;
  if (folder !== "" && tree.hasFolder(folder)) return folder;
  const below = resolvePath(source, folder);
  if (source !== "" && below !== undefined && tree.hasFolder(below)) return below;
  return folder === "" ? folder : undefined;
}

/** What a Flux Kustomization changes on the folder, in the fields of a kustomization file. */
export function fluxOverlayFields(object: MapNode): MapNode {
  const spec = mapAt(object, ["spec"])?.entries;
  const fields = new Map<string, YamlNode>();
  for (const name of ["patches", "images", "namePrefix", "nameSuffix", "components"]) {
    const value = spec?.get(name);
    if (value !== undefined) fields.set(name, value);
  }
  const namespace = spec?.get("targetNamespace");
  if (namespace !== undefined) fields.set("namespace", namespace);
  return { kind: "map", entries: fields, place: object.place };
}

/** Fields of a Flux Kustomization that change objects in ways a build here does not. */
export function unsupportedFluxFields(object: MapNode): readonly string[] {
  const fields = ["postBuild", "decryption"];
  return fields.filter((field) => mapAt(object, ["spec", field])).map((field) => `spec.${field}`);
}
