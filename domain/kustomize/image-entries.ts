import { joinImage, splitImage } from "#domain/manifest/image-text.ts";
import type { ImageParts } from "#domain/manifest/image-text.ts";
import { emptyMap, itemKey, stringAt, textAt, withEntry } from "#domain/manifest/yaml-node.ts";
import type { MapNode, Place, ScalarNode, YamlNode } from "#domain/manifest/yaml-node.ts";

import { isWithin } from "./file-tree.ts";

const containerLists: ReadonlySet<string> = new Set(["containers", "initContainers"]);

/**
 * The object with a kustomization's `images` applied in their order to every container list it holds. Each changed
 * image remembers the entry and the place that it overrides. Custom resource definitions are left alone.
 */
export function applyImageEntries(object: MapNode, entries: readonly YamlNode[]): MapNode {
  const maps = entries.filter((entry) => entry.kind === "map");
  if (maps.length === 0) return object;
  return mapImages(object, (image) => maps.reduce(applyEntry, image));
}

/**
 * The object with every image that is decided outside `folder` pointed at the folder's own kustomization, where an
 * entry for it can be added. An edit of the shared place would change whatever else is built from it.
 */
export function ownImages(
  object: MapNode,
  at: { readonly folder: string; readonly list: Place },
): MapNode {
  return mapImages(object, (image) => {
    const decided = image.tagFrom?.place ?? image.entry?.map.place ?? image.place;
    const { name } = splitImage(image.text);
    if (name === "" || isWithin(at.folder, decided.source.file)) return image;
    const place: Place = { ...at.list, parent: at.list, key: itemKey(name) };
    return { ...withOwnTag(image), entry: { map: emptyMap(place), before: image.text } };
  });
}

/** The image as it is, its tag no longer taken from another place. */
function withOwnTag(image: ScalarNode): ScalarNode {
  const { tagFrom, ...own } = image;
  return tagFrom === undefined ? image : own;
}

function taggedName({ name, tag }: ImageParts): string {
  return joinImage({ name, tag, digest: "" });
}

type ImageChange = (image: ScalarNode) => ScalarNode;

/** The object with every image of its containers changed; custom resource definitions are left alone. */
export function mapImages(object: MapNode, change: ImageChange): MapNode {
  const isDefinition = stringAt(object, ["kind"]) === "CustomResourceDefinition";
  return isDefinition ? object : applyInMap(object, change);
}

/** Most of a repository holds no containers; parts that are known not to are not searched again. */
const searched = new WeakMap<YamlNode, boolean>();

function holdsContainers(node: YamlNode): boolean {
  if (node.kind === "scalar") return false;
  const known = searched.get(node);
  if (known !== undefined) return known;
  const holds =
    node.kind === "seq"
      ? node.items.some(holdsContainers)
      : [...node.entries].some(([key, value]) => containerLists.has(key) || holdsContainers(value));
  searched.set(node, holds);
  return holds;
}

function applyInMap(map: MapNode, change: ImageChange): MapNode {
  if (!holdsContainers(map)) return map;
  let result = map;
  for (const [key, value] of map.entries) {
    const next = containerLists.has(key) ? applyToList(value, change) : applyIn(value, change);
    if (next !== value) result = withEntry(result, key, next);
  }
  return result;
}

function applyIn(node: YamlNode, change: ImageChange): YamlNode {
  switch (node.kind) {
    case "scalar":
      return node;
    case "map":
      return applyInMap(node, change);
    case "seq": {
      const items = node.items.map((item) => applyIn(item, change));
      return items.some((item, at) => item !== node.items[at]) ? { ...node, items } : node;
    }
  }
}

function applyToList(list: YamlNode, change: ImageChange): YamlNode {
  if (list.kind !== "seq") return applyIn(list, change);
  const items = list.items.map((item) => applyToContainer(item, change));
  return items.some((item, at) => item !== list.items[at]) ? { ...list, items } : list;
}

function applyToContainer(container: YamlNode, change: ImageChange): YamlNode {
  const image = container.kind === "map" ? container.entries.get("image") : undefined;
  if (container.kind !== "map" || image?.kind !== "scalar") return container;
  const changed = change(image);
  return changed === image ? container : withEntry(container, "image", changed);
}

/**
 * A new tag or digest replaces both of the old ones; without either they stay, and a suffix is added to the tag. An
 * entry's name may be written with a tag, and then it is for that tag alone.
 */
function applyEntry(image: ScalarNode, entry: MapNode): ScalarNode {
  const old = splitImage(image.text);
  const wanted = stringAt(entry, ["name"]);
  if (old.name === "" || (wanted !== old.name && wanted !== taggedName(old))) return image;
  const newTag = textAt(entry, ["newTag"]) ?? "";
  const digest = textAt(entry, ["digest"]) ?? "";
  const isMoved = newTag !== "" || digest !== "";
  const suffix = textAt(entry, ["tagSuffix"]) ?? "";
  const moved = isMoved ? { tag: newTag, digest } : old;
  const text = joinImage({
    name: stringAt(entry, ["newName"]) || old.name,
    tag: `${moved.tag}${suffix}`,
    digest: suffix === "" ? moved.digest : "",
  });
  return {
    ...(isMoved ? withOwnTag(image) : image),
    value: text,
    text,
    overridden: image.overridden ?? image.place,
    entry: { map: entry, before: image.text },
  };
}
