import type { Problem } from "#domain/manifest/file.ts";
import { firstTree } from "#domain/manifest/first-tree.ts";
import { mapAt, nodeAt } from "#domain/manifest/yaml-node.ts";

import { notePathProblem, noteProblem, startSession } from "./build-session.ts";
import type { BuildSession } from "./build-session.ts";
import { folderOf, isWithin } from "./file-tree.ts";
import type { FileTree } from "./file-tree.ts";
import {
  fluxFolder,
  fluxOverlayFields,
  isFluxKustomization,
  unsupportedFluxFields,
} from "./flux-kustomization.ts";
import { ownImages } from "./image-entries.ts";
import {
  applyComponents,
  buildKustomization,
  kustomizationPath,
  readObjects,
} from "./kustomization.ts";
import { applyMetadata } from "./labels.ts";
import { applyOverlay } from "./overlay.ts";
import { ownValues } from "./release-values.ts";
import { withTree } from "./resource.ts";
import type { Resource } from "./resource.ts";
import { substituteTags } from "./substitution.ts";

export interface Build {
  readonly resources: readonly Resource[];
  readonly problems: readonly Problem[];
  /** Every file that was read, those outside the root included. */
  readonly files: readonly string[];
}

/**
 * What a cluster that syncs the folder `root` applies: the folder itself, and the folders that Flux Kustomizations
 * found in it point at. What cannot be read is a problem; the rest is built all the same.
 */
export function buildRoot(tree: FileTree, root: string): Build {
  const session = startSession(tree);
  const folder = root.replace(/^\.?\/+|\/+$/g, "").replace(/^\.$/, "");
  if (!tree.hasFolder(folder)) {
    notePathProblem(session, folder, "The folder is not in the repository.");
  }
  const resources = buildAndFollow(session, { folder, chain: [], followed: new Set() });
  return {
    resources,
    problems: [...session.problems.values()],
    files: [...session.files].sort(),
  };
}

interface FollowedFolder {
  readonly folder: string;
  /** The folders whose content led here; following one of them again would never end. */
  readonly chain: readonly string[];
  readonly followed: Set<string>;
}

function buildAndFollow(session: BuildSession, build: FollowedFolder): readonly Resource[] {
  const resources = buildFolder(session, build.folder);
  return [...resources, ...resources.flatMap((resource) => followFlux(session, build, resource))];
}

function followFlux(
  session: BuildSession,
  build: FollowedFolder,
  resource: Resource,
): readonly Resource[] {
  const object = resource.tree;
  if (!isFluxKustomization(object)) return [];
  const folder = fluxFolder(session.tree, object);
  if (folder === undefined) {
    noteProblem(session, object.place, "The folder in spec.path is not in the repository.");
    return [];
  }
  const key = JSON.stringify([object.place.source, object.place.line, folder]);
  const chain = [...build.chain, build.folder];
  if (chain.includes(folder) || build.followed.has(key)) return [];
  build.followed.add(key);
  const inner = buildAndFollow(session, { folder, chain, followed: build.followed });
  for (const field of unsupportedFluxFields(object)) {
    noteProblem(session, object.place, `The field "${field}" is not supported and was left out.`);
  }
  const overlay = { fields: fluxOverlayFields(object), folder };
  const composed = applyComponents(session, { ...overlay, chain: [folder] }, inner);
  const common = mapAt(object, ["spec", "commonMetadata"]);
  return applyOverlay(session, overlay, composed).map((inside) =>
    withTree(inside, substituteTags(applyMetadata(inside.tree, common), object)),
  );
}

function buildFolder(session: BuildSession, folder: string): readonly Resource[] {
  if (kustomizationPath(session.tree, folder) !== undefined) {
    return buildOwn(session, folder);
  }
  return scanFolder(session, folder);
}

/** A folder that a cluster syncs: images that its bases decide are edited in its own kustomization or patches. */
function buildOwn(session: BuildSession, folder: string): readonly Resource[] {
  const resources = buildKustomization(session, { folder, chain: [] });
  const file = kustomizationPath(session.tree, folder) ?? "";
  const root = firstTree(session.tree.manifest(file));
  if (root === undefined) return resources;
  const list = nodeAt(root, ["images"])?.place ?? {
    ...root.place,
    parent: root.place,
    key: "images",
  };
  return resources
    .map((resource) => withTree(resource, ownImages(resource.tree, { folder, list })))
    .map((resource) => withTree(resource, ownValues(resource, folder)));
}

interface Part {
  readonly path: string;
  readonly resources: readonly Resource[];
}

/** A folder of plain manifests: every file below it, kustomizations built and their files not read twice. */
function scanFolder(session: BuildSession, folder: string): readonly Resource[] {
  const paths = session.tree.paths.filter((path) => isWithin(folder, path));
  const charts = paths.filter((path) => /(^|\/)Chart\.yaml$/.test(path));
  for (const chart of charts) {
    notePathProblem(session, chart, "A Helm chart is not rendered; its folder was left out.");
  }
  const kustomized = topmost(session, folder, paths);
  const parts = buildUnreferenced(session, kustomized);
  const covered = [...charts.map(folderOf), ...kustomized];
  for (const path of paths) {
    if (!/\.ya?ml$/.test(path) || session.files.has(path)) continue;
    if (covered.some((inner) => isWithin(inner, path))) continue;
    parts.push({ path, resources: readObjects(session, path) });
  }
  return parts.toSorted((a, b) => (a.path < b.path ? -1 : 1)).flatMap((part) => part.resources);
}

/** The folders with a kustomization that stand in no other such folder. */
function topmost(session: BuildSession, root: string, paths: readonly string[]): readonly string[] {
  const folders = new Set(paths.map(folderOf).filter((folder) => folder !== root));
  const kustomized = [...folders].filter((folder) => kustomizationPath(session.tree, folder));
  return kustomized.filter(
    (folder) => !kustomized.some((outer) => outer !== folder && isWithin(outer, folder)),
  );
}

/** Builds each folder; one that another of them uses as its base is part of that one and not built by itself. */
function buildUnreferenced(session: BuildSession, folders: readonly string[]): Part[] {
  const builds = folders.map((folder) => {
    const own: BuildSession = { ...session, files: new Set(), problems: new Map() };
    return { path: folder, own, resources: buildOwn(own, folder) };
  });
  function isBase(folder: string): boolean {
    const file = kustomizationPath(session.tree, folder) ?? "";
    return builds.some((build) => build.path !== folder && build.own.files.has(file));
  }
  return builds.flatMap(({ path, own, resources }) => {
    if (isBase(path)) return [];
    for (const file of own.files) session.files.add(file);
    for (const [key, problem] of own.problems) session.problems.set(key, problem);
    return [{ path, resources }];
  });
}
