import { identityOf } from "#domain/manifest/kubernetes-object.ts";
import { emptyMap, itemsAt, mapAt, nodeAt, stringAt, textAt } from "#domain/manifest/yaml-node.ts";
import type { MapNode, YamlNode } from "#domain/manifest/yaml-node.ts";

import { noteProblem, readManifest } from "./build-session.ts";
import type { BuildSession } from "./build-session.ts";
import { doubtOf } from "./doubts.ts";
import { resolvePath } from "./file-tree.ts";
import { applyImageEntries } from "./image-entries.ts";
import { addPairs } from "./labels.ts";
import type { Overlay } from "./overlay-fields.ts";
import { withDoubt, withTree } from "./resource.ts";
import type { Resource } from "./resource.ts";

/** The built-in transformers that add pairs where their field specs say, and the field with the pairs. */
const pairFields: Readonly<Record<string, string>> = {
  LabelTransformer: "labels",
  AnnotationsTransformer: "annotations",
};

/**
 * The resources with the image, label and annotation transformers that a kustomization lists. Other kinds, and paths
 * into lists, are problems that name the kind, and doubts of every resource that they could change.
 */
export function applyTransformers(
  session: BuildSession,
  overlay: Overlay,
  resources: readonly Resource[],
): readonly Resource[] {
  return itemsAt(overlay.fields, ["transformers"])
    .flatMap((entry) => readTransformers(session, overlay.folder, entry))
    .reduce((all, { config, doubt }) => {
      if (doubt !== undefined) return all.map((resource) => withDoubt(resource, doubt));
      return all.map((resource) => withTree(resource, transform(resource.tree, config)));
    }, resources);
}

interface Transformer {
  readonly config: MapNode;
  readonly doubt?: string;
}

function transform(tree: MapNode, config: MapNode): MapNode {
  const image = mapAt(config, ["imageTag"]);
  return image === undefined ? addBySpecs(tree, config) : applyImageEntries(tree, [image]);
}

function readTransformers(
  session: BuildSession,
  folder: string,
  entry: YamlNode,
): readonly Transformer[] {
  const path = resolvePath(folder, textAt(entry, []) ?? "");
  const file = path === undefined ? undefined : readManifest(session, path);
  if (file === undefined) {
    const message = "The transformer is not a file of the repository.";
    noteProblem(session, entry.place, message);
    return [{ config: emptyMap(entry.place), doubt: doubtOf(entry.place, "A transformer") }];
  }
  return file.documents.flatMap(({ tree }): readonly Transformer[] => {
    if (tree.kind !== "map") return [];
    if (isSupported(tree)) return [{ config: tree }];
    const kind = stringAt(tree, ["kind"]) ?? "";
    const message = `The transformer "${kind}" is not supported and was left out.`;
    noteProblem(session, tree.place, message);
    return [{ config: tree, doubt: doubtOf(tree.place, `The transformer "${kind}"`) }];
  });
}

function isSupported(config: MapNode): boolean {
  const kind = stringAt(config, ["kind"]) ?? "";
  const paths = itemsAt(config, ["fieldSpecs"]).map((spec) => stringAt(spec, ["path"]) ?? "");
  if (kind === "ImageTagTransformer") {
    return paths.every((path) => /(^|\/)(initC|c)ontainers(\[\])?\/image$/.test(path));
  }
  return Object.hasOwn(pairFields, kind) && paths.every((path) => !path.includes("["));
}

/** Adds the pairs at each path that fits the object's kind; a missing field is made only where the spec says so. */
function addBySpecs(object: MapNode, config: MapNode): MapNode {
  const field = pairFields[stringAt(config, ["kind"]) ?? ""] ?? "";
  const pairs = mapAt(config, [field]);
  return itemsAt(config, ["fieldSpecs"]).reduce<MapNode>((all, spec) => {
    const path = (stringAt(spec, ["path"]) ?? "").split("/");
    const kind = stringAt(spec, ["kind"]) ?? "";
    const isMeant = kind === "" || kind === identityOf(object).kind;
    const isThere = textAt(spec, ["create"]) === "true" || nodeAt(all, path) !== undefined;
    return isMeant && isThere ? addPairs(all, path, pairs) : all;
  }, object);
}
