import { isImageName } from "#domain/image/ref.ts";

import type { RoledScalar } from "./image-site.ts";
import { joinImage, splitImage } from "./image-text.ts";
import { mapAt, nodeAt, stringAt } from "./yaml-node.ts";
import type { MapNode, Path, ScalarNode } from "./yaml-node.ts";

/** An image that a chart's values set. */
export interface ValuesImage {
  readonly container: string;
  readonly image: string;
  /** Every scalar that is a part of the image. */
  readonly parts: readonly RoledScalar[];
  /** Those that stand in the same document as `at`, or can be added there. */
  readonly scalars: readonly RoledScalar[];
  readonly at: ScalarNode;
}

interface Parts {
  readonly role: "image" | "repository" | "name";
  readonly name: ScalarNode;
  readonly registry: ScalarNode | undefined;
  readonly tag: ScalarNode | undefined;
  readonly digest: ScalarNode | undefined;
}

const topLevelContainer = "chart-image";

/**
 * The images in a chart's values, those in `spec.values` unless others are given, in the shapes that Flux v1 knows: at
 * the top level (container `chart-image`), in each direct section (named by its key), and where the annotations
 * `repository.fluxcd.io/<alias>` point. Beyond those, a section that is itself a repository with a tag is an image.
 */
export function findValuesImages(
  release: MapNode,
  values = mapAt(release, ["spec", "values"]),
): readonly ValuesImage[] {
  if (values === undefined) return [];
  const found = new Map<string, ValuesImage>();
  function note(container: string, parts: Parts | undefined): void {
    if (parts !== undefined) found.set(container, valuesImage(container, parts));
  }
  note(topLevelContainer, partsIn(values));
  for (const key of [...values.entries.keys()].sort()) {
    const section = mapAt(values, [key]);
    if (key !== "image" && section !== undefined) note(key, partsIn(section) ?? bareParts(section));
  }
  for (const alias of mappedAliases(release)) note(alias, mappedParts(release, values, alias));
  return [...found.values()];
}

/** One section of the values: `image: text` with siblings, or `image` as a map of its parts. */
function partsIn(section: MapNode): Parts | undefined {
  const image = mapAt(section, ["image"]);
  if (image === undefined) return partsOf(section, "image");
  return partsOf(image, "repository") ?? partsOf(image, "name");
}

/** A section without `image`: repositories of other kinds have no tag or no name that an image could have. */
function bareParts(section: MapNode): Parts | undefined {
  const parts = section.entries.has("image") ? undefined : partsOf(section, "repository");
  const kind = typeof parts?.tag?.value;
  const hasTag = kind === "string" || kind === "number";
  return parts !== undefined && hasTag && isImageName(parts.name.text) ? parts : undefined;
}

function partsOf(map: MapNode, role: Parts["role"]): Parts | undefined {
  const name = nameScalar(map, [role]);
  if (name === undefined) return undefined;
  return {
    role,
    name,
    registry: nameScalar(map, ["registry"]),
    tag: scalarAt(map, ["tag"]),
    digest: scalarAt(map, ["digest"]),
  };
}

function mappedAliases(release: MapNode): readonly string[] {
  const annotations = mapAt(release, ["metadata", "annotations"]);
  const prefix = "repository.fluxcd.io/";
  return [...(annotations?.entries.keys() ?? [])]
    .filter((key) => key.startsWith(prefix))
    .map((key) => key.slice(prefix.length));
}

function mappedParts(release: MapNode, values: MapNode, alias: string): Parts | undefined {
  function mapped(part: string): Path | undefined {
    const annotation = `${part}.fluxcd.io/${alias}`;
    return stringAt(release, ["metadata", "annotations", annotation])?.split(".");
  }
  const repository = mapped("repository");
  const name = repository && nameScalar(values, repository);
  if (name === undefined) return undefined;
  const registry = mapped("registry");
  const tag = mapped("tag");
  return {
    role: "repository",
    name,
    registry: registry && nameScalar(values, registry),
    tag: tag && scalarAt(values, tag),
    digest: undefined,
  };
}

function valuesImage(container: string, found: Parts): ValuesImage {
  const { name, registry, tag, digest } = found;
  const at = tag ?? name;
  const parts = (
    [
      ["registry", registry],
      [found.role, name],
      ["tag", tag],
      ["digest", digest],
    ] as const
  ).flatMap(([role, node]) => (node === undefined ? [] : [{ role, node }]));
  const written = splitImage(name.text);
  const image = joinImage({
    name: registry ? `${registry.text.replace(/\/$/, "")}/${written.name}` : written.name,
    tag: tag === undefined ? written.tag : stringText(tag),
    digest: stringText(digest) || written.digest,
  });
  return {
    container,
    image,
    parts,
    scalars: parts.filter(({ node }) => node.place.source === at.place.source),
    at,
  };
}

/** A number is no tag to a chart: `1.10` would be rendered as 1.1. */
function stringText(node: ScalarNode | undefined): string {
  return typeof node?.value === "string" ? node.text : "";
}

function nameScalar(map: MapNode, path: Path): ScalarNode | undefined {
  const node = scalarAt(map, path);
  return node !== undefined && typeof node.value === "string" && node.text !== ""
    ? node
    : undefined;
}

function scalarAt(map: MapNode, path: Path): ScalarNode | undefined {
  const node = nodeAt(map, path);
  return node?.kind === "scalar" ? node : undefined;
}
