import { identityOf } from "#domain/manifest/kubernetes-object.ts";
import {
  itemsAt,
  mapAt,
  nodeAt,
  textAt,
  textNode,
  withNodeAt,
} from "#domain/manifest/yaml-node.ts";
import type { MapNode, Path } from "#domain/manifest/yaml-node.ts";

const template: Path = ["spec", "template", "metadata"];

/** Where each kind describes the objects it makes. */
const templates: Readonly<Record<string, readonly Path[]>> = {
  Deployment: [template],
  ReplicaSet: [template],
  ReplicationController: [template],
  DaemonSet: [template],
  StatefulSet: [template],
  Job: [template],
  CronJob: [
    ["spec", "jobTemplate", "metadata"],
    ["spec", "jobTemplate", "spec", "template", "metadata"],
  ],
};

/** Where each kind selects pods, and whether a missing selector is added. */
const selectors: Readonly<Record<string, { readonly path: Path; readonly added: boolean }>> = {
  Service: { path: ["spec", "selector"], added: true },
  ReplicationController: { path: ["spec", "selector"], added: true },
  Deployment: { path: ["spec", "selector", "matchLabels"], added: true },
  ReplicaSet: { path: ["spec", "selector", "matchLabels"], added: true },
  DaemonSet: { path: ["spec", "selector", "matchLabels"], added: true },
  StatefulSet: { path: ["spec", "selector", "matchLabels"], added: true },
  Job: { path: ["spec", "selector", "matchLabels"], added: false },
  PodDisruptionBudget: { path: ["spec", "selector", "matchLabels"], added: false },
  NetworkPolicy: { path: ["spec", "podSelector", "matchLabels"], added: false },
};

/** The object with the `labels`, `commonLabels` and `commonAnnotations` of a kustomization. */
export function applyLabels(object: MapNode, fields: MapNode): MapNode {
  const labelled = itemsAt(fields, ["labels"]).reduce<MapNode>((all, entry) => {
    const pairs = mapAt(entry, ["pairs"]);
    const withSelectors = textAt(entry, ["includeSelectors"]) === "true";
    const withTemplates = withSelectors || textAt(entry, ["includeTemplates"]) === "true";
    return addLabels(all, pairs, { withSelectors, withTemplates });
  }, object);
  const everywhere = { withSelectors: true, withTemplates: true };
  const common = addLabels(labelled, mapAt(fields, ["commonLabels"]), everywhere);
  return addAnnotations(common, mapAt(fields, ["commonAnnotations"]));
}

/** The object with the labels and annotations on itself only. */
export function applyMetadata(object: MapNode, metadata: MapNode | undefined): MapNode {
  const labelled = addPairs(object, ["metadata", "labels"], mapAt(metadata, ["labels"]));
  return addPairs(labelled, ["metadata", "annotations"], mapAt(metadata, ["annotations"]));
}

function addLabels(
  object: MapNode,
  pairs: MapNode | undefined,
  scope: { readonly withSelectors: boolean; readonly withTemplates: boolean },
): MapNode {
  const { kind } = identityOf(object);
  const paths: Path[] = [["metadata", "labels"]];
  if (scope.withTemplates) paths.push(...templatesOf(kind).map((path) => [...path, "labels"]));
  const selector = Object.hasOwn(selectors, kind) ? selectors[kind] : undefined;
  if (scope.withSelectors && selector !== undefined) {
    if (selector.added || nodeAt(object, selector.path) !== undefined) paths.push(selector.path);
  }
  return paths.reduce((all, path) => addPairs(all, path, pairs), object);
}

function addAnnotations(object: MapNode, pairs: MapNode | undefined): MapNode {
  const paths = templatesOf(identityOf(object).kind).map((path) => [...path, "annotations"]);
  return [["metadata", "annotations"], ...paths].reduce(
    (all, path) => addPairs(all, path, pairs),
    object,
  );
}

function templatesOf(kind: string): readonly Path[] {
  return (Object.hasOwn(templates, kind) ? templates[kind] : undefined) ?? [];
}

/** The object with the pairs set as texts in the map at `path`, which is made where it is missing. */
export function addPairs(object: MapNode, path: Path, pairs: MapNode | undefined): MapNode {
  return [...(pairs?.entries ?? [])].reduce<MapNode>((all, [key, node]) => {
    const text = textNode(textAt(node, []) ?? "", node.place);
    const added = withNodeAt(all, [...path, key], text);
    return added.kind === "map" ? added : all;
  }, object);
}
