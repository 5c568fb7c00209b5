import { itemsAt, mapAt, stringAt, textAt } from "#domain/manifest/yaml-node.ts";
import type { MapNode, Place, YamlNode } from "#domain/manifest/yaml-node.ts";

import { readManifest } from "./build-session.ts";
import type { BuildSession } from "./build-session.ts";
import { resolvePath } from "./file-tree.ts";
import type { Overlay } from "./overlay-fields.ts";
import { identitiesOf, withDoubt } from "./resource.ts";
import type { Resource } from "./resource.ts";

/** Why an image is in doubt: something at the place may set it, and the build does not follow that. */
export function doubtOf(place: Place, what: string): string {
  const { file } = place.source;
  return `${what} in ${file}, line ${place.line}, may set this image and is not followed. Change it there.`;
}

/** The resources with a doubt on each whose images a kustomization's `replacements` could set. */
export function applyReplacementDoubts(
  session: BuildSession,
  overlay: Overlay,
  resources: readonly Resource[],
): readonly Resource[] {
  const replacements = itemsAt(overlay.fields, ["replacements"]).flatMap((entry) =>
    readReplacements(session, overlay.folder, entry),
  );
  const targets = replacements.flatMap((entry) => itemsAt(entry, ["targets"]));
  return targets.reduce((all, target) => doubtTargets(target, all), resources);
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

function doubtTargets(target: YamlNode, resources: readonly Resource[]): readonly Resource[] {
  const paths = itemsAt(target, ["fieldPaths"]).flatMap((path) => textAt(path, []) ?? []);
  if (!paths.some(mayHoldImage)) return resources;
  const select = mapAt(target, ["select"]);
  const doubt = doubtOf(target.place, "A replacement");
  return resources.map((resource) =>
    isSelected(resource, select) ? withDoubt(resource, doubt) : resource,
  );
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
