import { joinImage, splitImage } from "#domain/manifest/image-text.ts";
import { stringAt, textAt, withEntry } from "#domain/manifest/yaml-node.ts";
import type { MapNode, ScalarNode, YamlNode } from "#domain/manifest/yaml-node.ts";

const containerLists: ReadonlySet<string> = new Set(["containers", "initContainers"]);

/**
 * The object with a kustomization's `images` applied in their order to every container list it holds. Each changed
 * image remembers the entry and the place that it overrides. Custom resource definitions are left alone.
 */
export function applyImageEntries(object: MapNode, entries: readonly YamlNode[]): MapNode {
  if (entries.length === 0) return object;
  if (stringAt(object, ["kind"]) === "CustomResourceDefinition") return object;
  const maps = entries.filter((entry) => entry.kind === "map");
  return applyInMap(object, maps);
}

function applyInMap(map: MapNode, entries: readonly MapNode[]): MapNode {
  let result = map;
  for (const [key, value] of map.entries) {
    const next = containerLists.has(key) ? applyToList(value, entries) : applyIn(value, entries);
    if (next !== value) result = withEntry(result, key, next);
  }
  return result;
}

function applyIn(node: YamlNode, entries: readonly MapNode[]): YamlNode {
  switch (node.kind) {
    case "scalar":
      return node;
    case "map":
      return applyInMap(node, entries);
    case "seq": {
      const items = node.items.map((item) => applyIn(item, entries));
      return items.some((item, at) => item !== node.items[at]) ? { ...node, items } : node;
    }
  }
}

function applyToList(list: YamlNode, entries: readonly MapNode[]): YamlNode {
  if (list.kind !== "seq") return applyIn(list, entries);
  return { ...list, items: list.items.map((item) => applyToContainer(item, entries)) };
}

function applyToContainer(container: YamlNode, entries: readonly MapNode[]): YamlNode {
  const image = container.kind === "map" ? container.entries.get("image") : undefined;
  if (container.kind !== "map" || image?.kind !== "scalar") return container;
  return withEntry(container, "image", entries.reduce(applyEntry, image));
}

/** A new tag or digest replaces both of the old ones; without either they stay. */
function applyEntry(image: ScalarNode, entry: MapNode): ScalarNode {
  const old = splitImage(image.text);
  if (old.name === "" || stringAt(entry, ["name"]) !== old.name) return image;
  const newTag = textAt(entry, ["newTag"]) ?? "";
  const digest = textAt(entry, ["digest"]) ?? "";
  const isMoved = newTag !== "" || digest !== "";
  const text = joinImage({
    name: stringAt(entry, ["newName"]) || old.name,
    tag: isMoved ? newTag : old.tag,
    digest: isMoved ? digest : old.digest,
  });
  return {
    ...image,
    value: text,
    text,
    overridden: image.overridden ?? image.place,
    entry: { map: entry, before: image.text },
  };
}
