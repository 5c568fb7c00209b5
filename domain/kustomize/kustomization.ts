import { firstTree } from "#domain/manifest/first-tree.ts";
import { objectsIn } from "#domain/manifest/kubernetes-object.ts";
import { itemsAt, textAt } from "#domain/manifest/yaml-node.ts";
import type { MapNode, YamlNode } from "#domain/manifest/yaml-node.ts";

import { costs, noteProblem, readManifest, spend } from "./build-session.ts";
import type { BuildSession } from "./build-session.ts";
import { doubtOf } from "./doubts.ts";
import { resolvePath } from "./file-tree.ts";
import type { FileTree } from "./file-tree.ts";
import { generateResources } from "./generators.ts";
import { applyOverlay } from "./overlay.ts";
import { rememberBuild } from "./remembered-builds.ts";
import { newResource, withDoubt } from "./resource.ts";
import type { Resource } from "./resource.ts";

const fileNames = ["kustomization.yaml", "kustomization.yml", "Kustomization"] as const;

/** An address, a query, a user at a host, or a path that begins with the name of a host. */
const remoteForm =
  /:\/\/|[?&](ref|version|timeout|submodules)=|^git(::|@)|^(\w[\w-]*\.)+[a-z]{2,}[:/]/;

/** What a build applies, and what has no effect on the objects. */
const knownFields: ReadonlySet<string> = new Set([
  "apiVersion",
  "kind",
  "metadata",
  "resources",
  "bases",
  "components",
  "namespace",
  "namePrefix",
  "nameSuffix",
  "labels",
  "commonLabels",
  "commonAnnotations",
  "images",
  "replicas",
  "replacements",
  "patches",
  "patchesStrategicMerge",
  "patchesJson6902",
  "configMapGenerator",
  "secretGenerator",
  "transformers",
  "generatorOptions",
  "buildMetadata",
  "openapi",
  "sortOptions",
]);

/** The kustomization file of a folder, or undefined when the folder has none. */
export function kustomizationPath(tree: FileTree, folder: string): string | undefined {
  return fileNames
    .map((name) => resolvePath(folder, name))
    .find((path) => path !== undefined && isKustomizationFile(tree, path));
}

/** Some repositories give a Flux Kustomization the same file name; that one is a plain object. */
function isKustomizationFile(tree: FileTree, path: string): boolean {
  const file = tree.manifest(path);
  const apiVersion = textAt(firstTree(file), ["apiVersion"]);
  return file !== undefined && !apiVersion?.startsWith("kustomize.toolkit.fluxcd.io/");
}

/** The objects of a plain manifest file, lists expanded; documents that hold something else are left out. */
export function readObjects(session: BuildSession, path: string): readonly Resource[] {
  const documents = readManifest(session, path)?.documents ?? [];
  if (!spend(session, documents.length * costs.object, path)) return [];
  return documents
    .flatMap(({ tree }) => objectsIn(tree))
    .flatMap((tree) => {
      if (isKustomization(tree)) return [];
      if (textAt(tree, ["metadata", "name"]) !== undefined) return [newResource(tree)];
      noteProblem(session, tree.place, "The object has no metadata.name.");
      return [];
    });
}

function isKustomization(tree: MapNode): boolean {
  return textAt(tree, ["apiVersion"])?.startsWith("kustomize.config.k8s.io/") ?? false;
}

/** A folder under construction, and the folders whose kustomizations led to it. */
export interface FolderBuild {
  readonly folder: string;
  readonly chain: readonly string[];
}

/** The resources of a folder that has a kustomization, its bases and components included. */
export function buildKustomization(session: BuildSession, build: FolderBuild): readonly Resource[] {
  const { folder } = build;
  const path = kustomizationPath(session.tree, folder);
  const kustomization = path === undefined ? undefined : session.tree.manifest(path);
  if (kustomization === undefined) return [];
  return rememberBuild(session, { folder, kustomization }, (own) => buildAnew(own, build));
}

function buildAnew(session: BuildSession, build: FolderBuild): readonly Resource[] {
  const fields = readKustomization(session, build.folder);
  if (fields === undefined || !spend(session, costs.folder, build.folder)) return [];
  const inner = { folder: build.folder, chain: [...build.chain, build.folder] };
  const sources = [...itemsAt(fields, ["resources"]), ...itemsAt(fields, ["bases"])];
  const resources = sources.flatMap((entry) => readSource(session, inner, entry));
  const overlay = { fields, folder: build.folder };
  const generated = generateResources(session, overlay, resources);
  const composed = applyComponents(session, { ...inner, fields }, generated);
  return applyOverlay(session, overlay, composed);
}

/** The resources with the kustomization's components applied to them, one after the other. */
export function applyComponents(
  session: BuildSession,
  build: FolderBuild & { readonly fields: MapNode },
  resources: readonly Resource[],
): readonly Resource[] {
  return itemsAt(build.fields, ["components"]).reduce<readonly Resource[]>((all, entry) => {
    const folder = targetFolder(session, build, entry);
    const fields = folder === undefined ? undefined : readKustomization(session, folder);
    if (folder === undefined || fields === undefined) {
      const doubt = doubtOf(entry.place, `The component "${textAt(entry, []) ?? ""}"`);
      return all.map((resource) => withDoubt(resource, doubt));
    }
    const inner = { folder, chain: [...build.chain, folder] };
    const own = itemsAt(fields, ["resources"]).flatMap((item) => readSource(session, inner, item));
    const overlay = { fields, folder };
    const generated = generateResources(session, overlay, [...all, ...own]);
    const composed = applyComponents(session, { ...inner, fields }, generated);
    return applyOverlay(session, overlay, composed);
  }, resources);
}

function readKustomization(session: BuildSession, folder: string): MapNode | undefined {
  const path = kustomizationPath(session.tree, folder);
  const tree = path === undefined ? undefined : firstTree(readManifest(session, path));
  if (tree?.kind !== "map") return undefined;
  for (const [field, node] of tree.entries) {
    if (knownFields.has(field)) continue;
    noteProblem(session, node.place, `The field "${field}" is not supported and was left out.`);
  }
  return tree;
}

/** An entry of `resources` or `bases`: a file, or a folder with a kustomization of its own. */
function readSource(
  session: BuildSession,
  build: FolderBuild,
  entry: YamlNode,
): readonly Resource[] {
  const path = resolvePath(build.folder, textAt(entry, []) ?? "");
  if (path !== undefined && session.tree.manifest(path) !== undefined) {
    return readObjects(session, path);
  }
  const folder = targetFolder(session, build, entry);
  return folder === undefined ? [] : buildKustomization(session, { folder, chain: build.chain });
}

function targetFolder(
  session: BuildSession,
  build: FolderBuild,
  entry: YamlNode,
): string | undefined {
  const written = textAt(entry, []) ?? "";
  const folder = resolvePath(build.folder, written);
  function refuse(message: string): undefined {
    noteProblem(session, entry.place, message);
  }
  const isHere = folder !== undefined && session.tree.hasFolder(folder);
  if (!isHere && remoteForm.test(written)) {
    return refuse(`"${written}" is outside this repository and was not read.`);
  }
  if (!isHere) {
    return refuse(`"${written}" is not in the repository.`);
  }
  if (build.chain.includes(folder))
    return refuse(`"${written}" leads back to a folder it is used by.`);
  if (kustomizationPath(session.tree, folder) === undefined) {
    return refuse(`The folder "${written}" has no kustomization.yaml.`);
  }
  return folder;
}
