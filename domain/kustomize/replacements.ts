import {
  itemsAt,
  mapAt,
  nodeAt,
  stringAt,
  textAt,
  textNode,
  withNodeAt,
} from "#domain/manifest/yaml-node.ts";
import type { Key, MapNode, Path, ScalarNode, YamlNode } from "#domain/manifest/yaml-node.ts";

import { noteProblem, readManifest } from "./build-session.ts";
import type { BuildSession } from "./build-session.ts";
import { doubtOf } from "./doubts.ts";
import { resolvePath } from "./file-tree.ts";
import type { Overlay } from "./overlay-fields.ts";
import { identitiesOf, withDoubt, withTree } from "./resource.ts";
import type { Resource } from "./resource.ts";
import { overriding } from "./strategic-merge.ts";

/** One field that a replacement sets, and the value it takes, where that is a scalar which a file writes. */
interface Replacement {
  readonly target: YamlNode;
  readonly field: string;
  readonly source: ScalarNode | undefined;
}

/**
 * The resources with a kustomization's `replacements` of images and of their tags applied; what gives the value is
 * where the image is edited then. Others are problems, and doubts of every resource whose images they could set.
 */
export function applyReplacements(
  session: BuildSession,
  overlay: Overlay,
  resources: readonly Resource[],
): readonly Resource[] {
  return itemsAt(overlay.fields, ["replacements"])
    .flatMap((entry) => readReplacements(session, overlay.folder, entry))
    .reduce((all, entry) => {
      const source = sourceValue(entry, all);
      return itemsAt(entry, ["targets"]).reduce(
        (some, target) => applyTarget(session, { target, source }, some),
        all,
      );
    }, resources);
}

/** An entry is the replacement itself, or the path of a file with one or a list of them. */
function readReplacements(
  session: BuildSession,
  folder: string,
  entry: YamlNode,
): readonly YamlNode[] {
  const written = textAt(entry, ["path"]);
  const path = written === undefined ? undefined : resolvePath(folder, written);
  if (path === undefined) return [entry];
  const documents = readManifest(session, path)?.documents ?? [];
  return documents.flatMap(({ tree }) => (tree.kind === "seq" ? tree.items : [tree]));
}

/** A value that a generator or a part of a text gives has no place of its own to be edited at. */
function sourceValue(entry: YamlNode, resources: readonly Resource[]): ScalarNode | undefined {
  const source = mapAt(entry, ["source"]);
  const field = stringAt(source, ["fieldPath"]) ?? "";
  const path = field.split(".");
  if (source?.entries.has("options") !== false || !/^\w[\w-]*(\.\w[\w-]*)+$/.test(field)) return;
  const [found, ...others] = resources.filter((resource) => isSelected(resource, source));
  const node = nodeAt(found?.tree, path);
  const isWritten = node?.kind === "scalar" && node.place.key === path.at(-1);
  return isWritten && typeof node.value === "string" && others.length === 0 ? node : undefined;
}

function applyTarget(
  session: BuildSession,
  { target, source }: Pick<Replacement, "target" | "source">,
  resources: readonly Resource[],
): readonly Resource[] {
  const fields = itemsAt(target, ["fieldPaths"]).flatMap((path) => textAt(path, []) ?? []);
  return fields.reduce(
    (all, field) => applyField(session, { target, source, field }, all),
    resources,
  );
}

function applyField(
  session: BuildSession,
  replacement: Replacement,
  resources: readonly Resource[],
): readonly Resource[] {
  const { target, field } = replacement;
  const select = mapAt(target, ["select"]);
  const change = imageChange(replacement);
  if (change === undefined) {
    const message = `The replacement of "${field}" is not supported and was left out.`;
    noteProblem(session, target.place, message);
    if (!mayHoldImage(field)) return resources;
  }
  const doubt = doubtOf(target.place, "A replacement");
  return resources.map((resource) => {
    if (!isSelected(resource, select)) return resource;
    const tree = change?.(resource.tree);
    return tree === undefined ? withDoubt(resource, doubt) : withTree(resource, tree);
  });
}

type TreeChange = (tree: MapNode) => MapNode | undefined;

/** The whole image, or the part behind its only colon. */
function imageChange({ target, field, source }: Replacement): TreeChange | undefined {
  const [, above, container] =
    /^([\w.]+ontainers)\.(\[name=[^\]=]+\]|\d+)\.image$/.exec(field) ?? [];
  const isPlain = itemsAt(target, ["reject"]).length === 0;
  const set = source && partSetter(mapAt(target, ["options"]), source);
  if (above === undefined || container === undefined || !isPlain || set === undefined) return;
  const list = above.split(".");
  return (tree) => {
    const path = [...list, itemAt(tree, list, container), "image"];
    const image = nodeAt(tree, path);
    const next = image?.kind === "scalar" ? set(image) : undefined;
    const changed = next && withNodeAt(tree, path, next);
    return changed?.kind === "map" ? changed : undefined;
  };
}

function itemAt(tree: MapNode, list: Path, container: string): Key {
  const [, name] = /^\[name=(.+)\]$/.exec(container) ?? [];
  if (name === undefined) return Number(container);
  return itemsAt(tree, list).findIndex((item) => stringAt(item, ["name"]) === name);
}

function partSetter(
  options: MapNode | undefined,
  source: ScalarNode,
): ((image: ScalarNode) => ScalarNode | undefined) | undefined {
  if (options === undefined) return (image) => overriding(image, source);
  const isTag = stringAt(options, ["delimiter"]) === ":" && textAt(options, ["index"]) === "1";
  if (!isTag) return undefined;
  return (image) => {
    const [name = "", ...tags] = image.text.split(":");
    const overridden = image.overridden ?? image.place;
    const text = textNode(`${name}:${source.text}`, image.place);
    return tags.length === 1 ? { ...text, overridden, tagFrom: source } : undefined;
  };
}

/** A path to an image or a whole container, to anything that holds containers, or into values of a chart. */
function mayHoldImage(path: string): boolean {
  if (/(^|\.)(initC|c)ontainers\./.test(path)) {
    return /(^|\.)(initC|c)ontainers\.(\[[^\]]*\]|[^.]+)(\.image)?$/.test(path);
  }
  return !/^(metadata|data|stringData)\b|\.(metadata|replicas|selector)\b/.test(path);
}

function isSelected(resource: Resource, select: MapNode | undefined): boolean {
  return identitiesOf(resource).some((identity) =>
    (["group", "version", "kind", "name", "namespace"] as const).every((field) => {
      const wanted = stringAt(select, [field]);
      return wanted === undefined || wanted === identity[field];
    }),
  );
}
