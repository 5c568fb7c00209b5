import { identityOf } from "#domain/manifest/kubernetes-object.ts";
import { itemsAt, mapAt, nodeAt, stringAt, textAt } from "#domain/manifest/yaml-node.ts";
import type { MapNode, YamlNode } from "#domain/manifest/yaml-node.ts";

import { noteProblem, readManifest } from "./build-session.ts";
import type { BuildSession } from "./build-session.ts";
import { resolvePath } from "./file-tree.ts";
import { addPairs } from "./labels.ts";
import type { Overlay } from "./patches.ts";
import { withTree } from "./resource.ts";
import type { Resource } from "./resource.ts";

/** The built-in transformers that add pairs where their field specs say, and the field with the pairs. */
const pairFields: Readonly<Record<string, string>> = {
  LabelTransformer: "labels",
  AnnotationsTransformer: "annotations",
};

/**
 * The resources with the label and annotation transformers that a kustomization lists. Other kinds, and paths into
 * lists, are problems that name the kind.
 */
export function applyTransformers(
  session: BuildSession,
  overlay: Overlay,
  resources: readonly Resource[],
): readonly Resource[] {
  return itemsAt(overlay.fields, ["transformers"])
    .flatMap((entry) => readTransformers(session, overlay.folder, entry))
    .reduce((all, config) => {
      return all.map((resource) => withTree(resource, addBySpecs(resource.tree, config)));
    }, resources);
}

function readTransformers(
  session: BuildSession,
  folder: string,
  entry: YamlNode,
): readonly MapNode[] {
  const path = resolvePath(folder, textAt(entry, []) ?? "");
  const file = path === undefined ? undefined : readManifest(session, path);
  if (file === undefined) {
    noteProblem(session, entry.place, "The transformer is not a file of the repository.");
    return [];
  }
  return file.documents.flatMap(({ tree }) => {
    if (tree.kind !== "map") return [];
    const kind = stringAt(tree, ["kind"]) ?? "";
    const paths = itemsAt(tree, ["fieldSpecs"]).map((spec) => stringAt(spec, ["path"]) ?? "");
    const isPlain = paths.every((path) => !path.includes("["));
    if (Object.hasOwn(pairFields, kind) && isPlain) return [tree];
    noteProblem(
      session,
      tree.place,
      `The transformer "${kind}" is not supported and was left out.`,
    );
    return [];
  });
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
