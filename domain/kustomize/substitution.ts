import { mapAt, textNode } from "#domain/manifest/yaml-node.ts";
import type { MapNode, ScalarNode } from "#domain/manifest/yaml-node.ts";

import { mapImages } from "./image-entries.ts";

/** An image whose whole tag is one variable, with or without a default. */
const tagVariable = /^([^${}]*[^${}:/]):\$\{([A-Za-z_]\w*)(?::?[=-][^{}]*)?\}$/;

/**
 * The object with each image tag that is a variable of a Flux Kustomization's `postBuild.substitute` filled in; the
 * variable's value is where the tag is edited. Other variables are left as they are.
 */
export function substituteTags(object: MapNode, flux: MapNode): MapNode {
  const values = mapAt(flux, ["spec", "postBuild", "substitute"]);
  return values === undefined ? object : mapImages(object, (image) => withTag(image, values));
}

function withTag(image: ScalarNode, values: MapNode): ScalarNode {
  const [, name, variable] = tagVariable.exec(image.text.trim()) ?? [];
  const value = variable === undefined ? undefined : values.entries.get(variable);
  if (name === undefined || value?.kind !== "scalar") return image;
  if (typeof value.value !== "string" || value.text === "") return image;
  const text = `${name}:${value.text}`;
  return { ...textNode(text, image.place), overridden: image.place, tagFrom: value };
}
