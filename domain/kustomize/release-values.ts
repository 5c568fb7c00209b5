import { isHelmRelease } from "#domain/manifest/workload-kinds.ts";
import { mapAt, nodeAt, withNodeAt } from "#domain/manifest/yaml-node.ts";
import type { MapNode, Place, YamlNode } from "#domain/manifest/yaml-node.ts";

import { isWithin } from "./file-tree.ts";
import type { Resource } from "./resource.ts";

/**
 * The Helm release with every value that is decided outside `folder` pointed at the folder's own patch of the
 * release, where it can be added. Without such a patch, and for other objects, the tree as it is.
 */
export function ownValues({ tree, patches }: Resource, folder: string): MapNode {
  const values = isHelmRelease(tree) ? mapAt(tree, ["spec", "values"]) : undefined;
  const patch = values === undefined ? undefined : ownPatch(patches, folder);
  if (values === undefined || patch === undefined) return tree;
  const path = ["spec", "values"];
  const spec = spotBelow({ node: patch, place: patch.place }, "spec");
  const owned = withNodeAt(tree, path, ownMap(values, { folder, spot: spotBelow(spec, "values") }));
  return owned.kind === "map" ? owned : tree;
}

/** The last patch of the folder that is for this release alone and that no patch from elsewhere comes after. */
function ownPatch(patches: Resource["patches"], folder: string): MapNode | undefined {
  const outside = patches.findLastIndex(({ body }) => !isWithin(folder, body.place.source.file));
  const own = patches.slice(outside + 1).filter(({ isAlone }) => isAlone);
  return own.flatMap(({ body }) => (body.kind === "map" ? [body] : [])).at(-1);
}

/** A place in the patch, and what it holds there so far. */
interface Spot {
  readonly node: YamlNode | undefined;
  readonly place: Place;
}

function spotBelow({ node, place }: Spot, key: string): Spot {
  const child = nodeAt(node, [key]);
  const { source, line } = place;
  return { node: child, place: child?.place ?? { source, parent: place, key, line } };
}

/** Lists stay where they are: a patch replaces them as a whole. */
function ownMap(
  map: MapNode,
  { folder, spot }: { readonly folder: string; readonly spot: Spot },
): MapNode {
  const entries = [...map.entries].map(([key, value]): readonly [string, YamlNode] => {
    const below = spotBelow(spot, key);
    if (value.kind === "map") return [key, ownMap(value, { folder, spot: below })];
    const isOwn = value.kind === "seq" || isWithin(folder, value.place.source.file);
    return [key, isOwn ? value : { ...value, place: below.place, isUnwritten: true }];
  });
  return { ...map, entries: new Map(entries) };
}
