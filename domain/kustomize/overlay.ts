import { itemsAt, stringAt } from "#domain/manifest/yaml-node.ts";
import type { MapNode } from "#domain/manifest/yaml-node.ts";

import { spend } from "./build-session.ts";
import type { BuildSession } from "./build-session.ts";
import { applyImageEntries } from "./image-entries.ts";
import { applyLabels } from "./labels.ts";
import { followRenames } from "./name-references.ts";
import { affixName, moveToNamespace } from "./names.ts";
import type { Overlay } from "./overlay-fields.ts";
import { applyLatePatches, applyPatches } from "./patches.ts";
import { applyReplacements } from "./replacements.ts";
import { applyReplicas } from "./replicas.ts";
import { withTree } from "./resource.ts";
import type { Resource } from "./resource.ts";
import { applyTransformers } from "./transformers.ts";

/** The resources with everything a kustomization asks to change on them, in the order in which kustomize does it. */
export function applyOverlay(
  session: BuildSession,
  overlay: Overlay,
  resources: readonly Resource[],
): readonly Resource[] {
  const { fields } = overlay;
  if (!spend(session, resources.length, overlay.folder)) return resources;
  const patched = applyPatches(session, overlay, resources);
  const placed = followRenames(patched, mapTrees(patched, placement(fields)));
  const labelled = mapTrees(placed, (tree) => applyLabels(tree, fields));
  const late = applyLatePatches(session, overlay, labelled);
  const replicas = itemsAt(fields, ["replicas"]);
  const scaled = late.map((resource) => applyReplicas(resource, replicas));
  const images = itemsAt(fields, ["images"]);
  const imaged = mapTrees(scaled, (tree) => applyImageEntries(tree, images));
  const transformed = applyTransformers(session, overlay, imaged);
  return applyReplacements(session, overlay, transformed);
}

function placement(fields: MapNode): (tree: MapNode) => MapNode {
  const namespace = stringAt(fields, ["namespace"]) ?? "";
  const prefix = stringAt(fields, ["namePrefix"]) ?? "";
  const suffix = stringAt(fields, ["nameSuffix"]) ?? "";
  return (tree) => {
    const moved = namespace === "" ? tree : moveToNamespace(tree, namespace);
    return prefix === "" && suffix === "" ? moved : affixName(moved, { prefix, suffix });
  };
}

function mapTrees(
  resources: readonly Resource[],
  change: (tree: MapNode) => MapNode,
): readonly Resource[] {
  return resources.map((resource) => withTree(resource, change(resource.tree)));
}
