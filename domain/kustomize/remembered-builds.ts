import type { ManifestFile } from "#domain/manifest/file.ts";

import type { BuildSession } from "./build-session.ts";
import type { FileTree } from "./file-tree.ts";
import type { Resource } from "./resource.ts";

/** A folder's build that met no problem, and everything that it looked up: the same answers give the same build. */
interface RememberedBuild {
  readonly folder: string;
  readonly manifests: ReadonlyMap<string, ManifestFile | undefined>;
  readonly folders: ReadonlyMap<string, boolean>;
  readonly files: ReadonlySet<string>;
  readonly cost: number;
  readonly resources: readonly Resource[];
}

/** By the parsed kustomization, so that a build is forgotten together with it. */
const builds = new WeakMap<ManifestFile, RememberedBuild>();

/**
 * What `build` gives for a folder; taken from the last time where the repository still answers as it did then, so
 * that a new commit costs only the folders that it changed.
 */
export function rememberBuild(
  session: BuildSession,
  of: { readonly folder: string; readonly kustomization: ManifestFile },
  build: (session: BuildSession) => readonly Resource[],
): readonly Resource[] {
  if (session.tree.text !== undefined) return build(session);
  const known = builds.get(of.kustomization);
  if (known?.folder === of.folder && isCurrent(session.tree, known)) {
    for (const file of known.files) session.files.add(file);
    session.budget.left -= known.cost;
    return known.resources;
  }
  const lookups = recordLookups(session.tree);
  const own = { ...session, tree: lookups.tree, files: new Set<string>(), problems: new Map() };
  const budget = session.budget.left;
  const resources = build(own);
  for (const file of own.files) session.files.add(file);
  for (const [key, problem] of own.problems) session.problems.set(key, problem);
  if (own.problems.size === 0) {
    const { manifests, folders } = lookups;
    const cost = budget - session.budget.left;
    const { folder } = of;
    builds.set(of.kustomization, { folder, manifests, folders, files: own.files, cost, resources });
  }
  return resources;
}

/** Asks everything again, so that a build around this one records it too. */
function isCurrent(tree: FileTree, known: RememberedBuild): boolean {
  for (const [path, file] of known.manifests) if (tree.manifest(path) !== file) return false;
  for (const [path, isFolder] of known.folders) if (tree.hasFolder(path) !== isFolder) return false;
  return true;
}

function recordLookups(tree: FileTree): Pick<RememberedBuild, "manifests" | "folders"> & {
  readonly tree: FileTree;
} {
  const manifests = new Map<string, ManifestFile | undefined>();
  const folders = new Map<string, boolean>();
  return {
    manifests,
    folders,
    tree: {
      ...tree,
      manifest(path) {
        const file = tree.manifest(path);
        manifests.set(path, file);
        return file;
      },
      hasFolder(path) {
        const isFolder = tree.hasFolder(path);
        folders.set(path, isFolder);
        return isFolder;
      },
    },
  };
}
