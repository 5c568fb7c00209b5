import { fileTree } from "#domain/kustomize/file-tree.ts";
import { newResource } from "#domain/kustomize/resource.ts";

import type { CustomWorkloadKind } from "./custom-workload-kind.ts";
import { parseEmbedded } from "./file.ts";
import type { ManifestFile } from "./file.ts";
import { findWorkloads } from "./find-workloads.ts";
import type { FoundContainer } from "./found-workload.ts";
import { containerSite, entrySite } from "./image-site.ts";
import { joinImage } from "./image-text.ts";
import { identityOf, objectsIn } from "./kubernetes-object.ts";
import type { ImageSite } from "./site.ts";
import { itemsAt, mapAt, stringAt, textAt } from "./yaml-node.ts";
import type { MapNode, Path, ScalarNode, YamlNode } from "./yaml-node.ts";

/** A place of a file that writes an image; its site takes edits of this file alone. */
export interface FileImage {
  /** `namespace:kind/name`; `kustomization` for an entry of `images`, `patch` for a JSON patch. */
  readonly workload: string;
  /** The container's name; the name in the entry, or the patched path. */
  readonly container: string;
  readonly init: boolean;
  readonly image: string;
  readonly site: ImageSite;
}

interface Reading {
  readonly file: ManifestFile;
  readonly kinds: readonly CustomWorkloadKind[];
}

/**
 * Every place of one file that writes an image, whatever other files do with it: workloads, values of charts,
 * Applications, a kustomization's entries, and patches, those inside a kustomization too. `kinds` are the
 * organization's own.
 */
export function imagesInFile(
  file: ManifestFile,
  { kinds = [] }: { readonly kinds?: readonly CustomWorkloadKind[] } = {},
): readonly FileImage[] {
  const reading = { file, kinds };
  const trees = file.documents.map(({ tree }) => tree);
  return [...objectImages(reading, trees), ...trees.flatMap((tree) => otherImages(reading, tree))];
}

function objectImages(reading: Reading, trees: readonly YamlNode[]): readonly FileImage[] {
  const { file, kinds } = reading;
  const tree = fileTree([file.path], {
    manifest: (path) => (path === file.path ? file : undefined),
  });
  const resources = trees.flatMap(objectsIn).map(newResource);
  return findWorkloads({ resources, tree, kinds }).workloads.flatMap(({ key, containers }) =>
    containers.map((container) => fileImage(key, container)),
  );
}

function fileImage(workload: string, container: FoundContainer): FileImage {
  const { name, init, image, site } = container;
  return { workload, container: name, init, image, site };
}

function otherImages(reading: Reading, tree: YamlNode): readonly FileImage[] {
  if (tree.kind === "seq") return tree.items.flatMap((item) => operationImages(reading, item));
  const fields = tree.kind === "map" ? kustomizationFields(reading, tree) : undefined;
  if (fields === undefined) return [];
  return [
    ...itemsAt(fields, ["images"]).flatMap((entry) => entryImages(reading, entry)),
    ...inlinePatches(fields).flatMap((patch) => patchImages(reading, patch)),
  ];
}

/** The map with `images` and `patches`: the document itself, or the `spec` of a Flux Kustomization. */
function kustomizationFields({ file }: Reading, tree: MapNode): MapNode | undefined {
  const { group, kind } = identityOf(tree);
  if (group === "kustomize.toolkit.fluxcd.io") return mapAt(tree, ["spec"]);
  const isNamed = /(^|\/)(kustomization\.ya?ml|Kustomization)$/.test(file.path);
  return group === "kustomize.config.k8s.io" || (isNamed && kind === "") ? tree : undefined;
}

function entryImages({ file }: Reading, entry: YamlNode): readonly FileImage[] {
  const name = stringAt(entry, ["name"]);
  if (entry.kind !== "map" || name === undefined) return [];
  const site = entrySite({ map: entry, before: name }, () => file.text);
  if (site.scalars.length === 0) return [];
  const image = joinImage({
    name: textAt(entry, ["newName"]) || name,
    tag: textAt(entry, ["newTag"]) ?? "",
    digest: textAt(entry, ["digest"]) ?? "",
  });
  return [{ workload: "kustomization", container: name, init: false, image, site }];
}

const patchLists: readonly { readonly field: string; readonly path: Path }[] = [
  { field: "patches", path: ["patch"] },
  { field: "patchesJson6902", path: ["patch"] },
  { field: "patchesStrategicMerge", path: [] },
];

function inlinePatches(fields: MapNode): readonly ScalarNode[] {
  return patchLists.flatMap(({ field, path }) =>
    itemsAt(fields, [field]).flatMap((item) => {
      const [key] = path;
      const text = key !== undefined && item.kind === "map" ? item.entries.get(String(key)) : item;
      return text?.kind === "scalar" ? [text] : [];
    }),
  );
}

function patchImages(reading: Reading, { text, place }: ScalarNode): readonly FileImage[] {
  const { documents } = parseEmbedded(text, place, place.line + (text.includes("\n") ? 1 : 0));
  return documents.flatMap(({ tree }) => {
    if (tree.kind === "map") return objectImages(reading, [tree]);
    return tree.kind === "seq" ? tree.items.flatMap((item) => operationImages(reading, item)) : [];
  });
}

function operationImages({ file }: Reading, operation: YamlNode): readonly FileImage[] {
  const pointer = stringAt(operation, ["path"]) ?? "";
  const [, list, at] = /\/(initContainers|containers)\/([^/]+)\/image$/.exec(pointer) ?? [];
  const value = operation.kind === "map" ? operation.entries.get("value") : undefined;
  if (list === undefined || value?.kind !== "scalar") return [];
  return [
    {
      workload: "patch",
      container: `${list}/${at ?? ""}`,
      init: list === "initContainers",
      image: value.text.trim(),
      site: containerSite(value, () => file.text),
    },
  ];
}
