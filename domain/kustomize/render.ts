import { parseManifestFile } from "#domain/manifest/file.ts";
import type { ManifestFile, Problem } from "#domain/manifest/file.ts";
import { identityOf } from "#domain/manifest/kubernetes-object.ts";
import { mapAt, plainOf } from "#domain/manifest/yaml-node.ts";
import type { MapNode } from "#domain/manifest/yaml-node.ts";

import { buildRoot } from "./build.ts";
import { fileTree } from "./file-tree.ts";

/** A Kubernetes object as plain JSON. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

/**
 * The objects that the built-in sync applies for the folder `root`: custom resource definitions and namespaces
 * first, the rest in the order of the files. Generated names carry no content hash. What is not supported is a
 * problem that names it; the rest is rendered all the same.
 */
export function renderPath(input: {
  readonly files: ReadonlyMap<string, string>;
  readonly root: string;
}): { readonly objects: readonly KubeObject[]; readonly problems: readonly Problem[] } {
  const parsed = new Map<string, ManifestFile>();
  function manifest(path: string): ManifestFile | undefined {
    const text = input.files.get(path);
    const file = parsed.get(path) ?? (text === undefined ? text : parseManifestFile(path, text));
    if (file !== undefined) parsed.set(path, file);
    return file;
  }
  const tree = fileTree(input.files.keys(), { manifest, text: (path) => input.files.get(path) });
  const build = buildRoot(tree, input.root);
  const objects = build.resources.map((resource) => kubeObject(resource.tree));
  return {
    objects: objects.toSorted((a, b) => applyRank(a) - applyRank(b)),
    problems: build.problems,
  };
}

function kubeObject(tree: MapNode): KubeObject {
  const { group, version, kind, name, namespace } = identityOf(tree);
  const metadata = mapAt(tree, ["metadata"]);
  return {
    ...plainFields(tree),
    apiVersion: group === "" ? version : `${group}/${version}`,
    kind,
    metadata: {
      ...(metadata === undefined ? {} : plainFields(metadata)),
      name,
      ...(namespace === "" ? {} : { namespace }),
    },
  };
}

function plainFields(map: MapNode): Readonly<Record<string, unknown>> {
  return Object.fromEntries([...map.entries].map(([key, value]) => [key, plainOf(value)]));
}

/** Definitions and namespaces have to exist before the objects that need them. */
function applyRank(object: KubeObject): number {
  if (object.kind === "CustomResourceDefinition") return 0;
  return object.kind === "Namespace" ? 1 : 2;
}
