import type { WorkloadKey } from "#domain/glossary.ts";
import { workloadKey } from "#domain/glossary.ts";
import { buildRoot } from "#domain/kustomize/build.ts";
import { fileTree } from "#domain/kustomize/file-tree.ts";

import { parseManifestFile } from "./file.ts";
import type { ManifestFile, Problem } from "./file.ts";
import { findValuesImages } from "./helm-values.ts";
import { identityOf } from "./kubernetes-object.ts";
import { readPolicies } from "./policy-annotations.ts";
import type { WorkloadPolicies } from "./policy-annotations.ts";
import type { ImageSite, SiteScalar } from "./site.ts";
import { isHelmRelease, podContainers, podPath } from "./workload-kinds.ts";
import { pathOf } from "./yaml-node.ts";
import type { MapNode, Place, ScalarNode } from "./yaml-node.ts";

export interface FileLine {
  readonly file: string;
  readonly line: number;
}

export interface ManifestContainer {
  readonly name: string;
  readonly init: boolean;
  /** The image in effect, after every kustomization on the way. */
  readonly image: string;
  /** Where an edit takes effect. */
  readonly site: ImageSite;
  /** The place in a base that a kustomization overrides. */
  readonly overridden?: FileLine;
}

export interface ManifestWorkload extends WorkloadPolicies {
  readonly key: WorkloadKey;
  readonly namespace: string;
  /** In lower case. */
  readonly kind: string;
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly document: number;
  readonly containers: readonly ManifestContainer[];
}

export interface ManifestIndex {
  readonly workloads: ReadonlyMap<WorkloadKey, ManifestWorkload>;
  /** Workloads that more than one place defines, with those places; an edit of one could be without effect. */
  readonly ambiguous: ReadonlyMap<WorkloadKey, readonly FileLine[]>;
  readonly problems: readonly Problem[];
  /** Every file that the path's content reaches, bases outside the root included. */
  readonly files: readonly string[];
}

/**
 * Every workload that a cluster syncing the folder `root` runs, each container with its image and the place that
 * decides it. Reads parsed files only; what cannot be followed is a problem and the rest is indexed.
 */
export function indexManifests(input: {
  readonly files: ReadonlyMap<string, ManifestFile>;
  readonly root: string;
}): ManifestIndex {
  function manifest(path: string): ManifestFile | undefined {
    const file = input.files.get(path);
    return file === undefined || file.path === path ? file : parseManifestFile(path, file.text);
  }
  const build = buildRoot(fileTree(input.files.keys(), { manifest }), input.root);
  const found = Map.groupBy(
    build.resources.flatMap(({ tree }) => workloadOf(tree)),
    (workload) => workload.key,
  );
  const workloads = new Map<WorkloadKey, ManifestWorkload>();
  const ambiguous = new Map<WorkloadKey, readonly FileLine[]>();
  for (const [key, [first, ...others]] of found) {
    if (first === undefined) continue;
    const rivals = others.filter((other) => !isSameWorkload(first, other));
    if (rivals.length === 0) workloads.set(key, first);
    else
      ambiguous.set(
        key,
        [first, ...rivals].map(({ file, line }) => ({ file, line })),
      );
  }
  return { workloads, ambiguous, problems: build.problems, files: build.files };
}

/** The same manifest reached on two ways is one workload as long as both ways edit the same places. */
function isSameWorkload(a: ManifestWorkload, b: ManifestWorkload): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function workloadOf(object: MapNode): readonly ManifestWorkload[] {
  const pod = podPath(object);
  const isRelease = isHelmRelease(object);
  if (pod === undefined && !isRelease) return [];
  const identity = identityOf(object);
  const named = {
    namespace: identity.namespace || "default",
    kind: identity.kind.toLowerCase(),
    name: identity.name,
  };
  return [
    {
      key: workloadKey(named),
      ...named,
      ...fileLine(object.place),
      document: object.place.source.document,
      containers: pod === undefined ? releaseContainers(object) : containersOf(object, pod),
      ...readPolicies(object),
    },
  ];
}

function containersOf(
  object: MapNode,
  pod: readonly (string | number)[],
): readonly ManifestContainer[] {
  return podContainers(object, pod).map(({ name, init, image }) => ({
    name,
    init,
    image: image.text.trim(),
    site: siteOf(image),
    ...(image.overridden === undefined ? {} : { overridden: fileLine(image.overridden) }),
  }));
}

function releaseContainers(release: MapNode): readonly ManifestContainer[] {
  return findValuesImages(release).map(({ container, image, at, ...found }) => ({
    name: container,
    init: false,
    image,
    site: {
      ...documentLine(at.place),
      form: "helm-values",
      scalars: found.scalars,
      ...(found.isScattered ? { insertAt: insertionFor(at, image) } : {}),
    },
    ...(at.overridden === undefined ? {} : { overridden: fileLine(at.overridden) }),
  }));
}

function insertionFor(at: ScalarNode, inherited: string): NonNullable<ImageSite["insertAt"]> {
  return { path: pathOf(at.place).slice(0, -1), inherited };
}

function siteOf(image: ScalarNode): ImageSite {
  if (image.entry === undefined) {
    const scalar = { role: "image", path: pathOf(image.place), value: image.text.trim() } as const;
    return { ...documentLine(image.place), form: "image", scalars: [scalar] };
  }
  const { map, before } = image.entry;
  return {
    ...documentLine(map.place),
    form: "kustomize",
    scalars: entryScalars(map),
    insertAt: { path: pathOf(map.place), inherited: before },
  };
}

/** The fields of a kustomization's image entry that an edit may change. */
const entryRoles = [
  ["newName", "name"],
  ["newTag", "tag"],
  ["digest", "digest"],
] as const;

function entryScalars(entry: MapNode): readonly SiteScalar[] {
  return entryRoles.flatMap(([field, role]) => {
    const node = entry.entries.get(field);
    return node?.kind === "scalar" ? [{ role, path: pathOf(node.place), value: node.text }] : [];
  });
}

function documentLine(place: Place): { file: string; document: number; line: number } {
  return { ...fileLine(place), document: place.source.document };
}

function fileLine(place: Place): { file: string; line: number } {
  return { file: place.source.file, line: place.line };
}
