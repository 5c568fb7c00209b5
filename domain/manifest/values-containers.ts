import { noteAt } from "./finding.ts";
import type { Finding } from "./finding.ts";
import { fileLine } from "./found-workload.ts";
import type { FoundContainer } from "./found-workload.ts";
import { findValuesImages } from "./helm-values.ts";
import type { ValuesImage } from "./helm-values.ts";
import { siteAt } from "./image-site.ts";
import { splitImage } from "./image-text.ts";
import { mergeLayers } from "./merge-values.ts";
import type { MergedValues, ValuesLayer } from "./merge-values.ts";
import { emptyMap, pathOf } from "./yaml-node.ts";
import type { MapNode } from "./yaml-node.ts";

/**
 * The images that an object's chart gets from its values' layers, each with the place that decides it. One that a
 * layer outside the repository may decide is found, refuses edits, and is a problem of the object.
 */
export function valuesContainers(
  finding: Finding,
  object: MapNode,
  layers: readonly ValuesLayer[],
): readonly FoundContainer[] {
  const merged = mergeLayers(emptyMap(object.place), layers);
  const found = findValuesImages(object, merged.tree);
  const containers = found.map((image) => containerOf(finding, image, merged));
  const refusals = new Set(containers.flatMap(({ site }) => site.refused ?? []));
  for (const message of refusals) noteAt(finding, object.place, message);
  return containers;
}

function containerOf(finding: Finding, found: ValuesImage, merged: MergedValues): FoundContainer {
  const { container, image, at, parts, scalars } = found;
  const site = siteAt(at.place, {
    form: "helm-values",
    scalars,
    text: (path) => finding.tree.manifest(path)?.text,
  });
  const isScattered = scalars.length < parts.length;
  const insertAt = { path: pathOf(at.place).slice(0, -1), inherited: image };
  const doubt = doubtOf(found, merged);
  return {
    name: container,
    init: false,
    image,
    site: {
      ...site,
      ...(isScattered ? { insertAt } : {}),
      ...(doubt === undefined ? {} : { refused: refusal(found, doubt) }),
    },
    ...(at.overridden === undefined ? {} : { overridden: fileLine(at.overridden) }),
  };
}

/** What may decide a part of the image instead: one that is written, or a tag that no known layer gives. */
function doubtOf({ parts, image }: ValuesImage, merged: MergedValues): string | undefined {
  const written = parts.map(({ node }) => merged.doubts.get(node)).find(Boolean);
  if (written !== undefined || merged.unknown === undefined) return written;
  const { tag, digest } = splitImage(image);
  return tag === "" && digest === "" ? merged.unknown : undefined;
}

function refusal({ container }: ValuesImage, what: string): string {
  return `The image of ${container} may be decided by ${what}. Set it in the object's own values first.`;
}
