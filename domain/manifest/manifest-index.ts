import type { WorkloadKey } from "#domain/glossary.ts";
import { buildRoot } from "#domain/kustomize/build.ts";
import { fileTree } from "#domain/kustomize/file-tree.ts";

import type { CustomWorkloadKind } from "./custom-workload-kind.ts";
import { parseManifestFile } from "./file.ts";
import type { ManifestFile, Problem } from "./file.ts";
import { findEngines } from "./find-engines.ts";
import type { FoundEngine } from "./find-engines.ts";
import { findWorkloads } from "./find-workloads.ts";
import type { FileLine, FoundContainer, FoundWorkload } from "./found-workload.ts";

export type ManifestContainer = FoundContainer;
export type ManifestWorkload = FoundWorkload;

export interface ManifestIndex {
  readonly workloads: ReadonlyMap<WorkloadKey, ManifestWorkload>;
  /** Workloads that more than one place defines, with those places; an edit of one could be without effect. */
  readonly ambiguous: ReadonlyMap<WorkloadKey, readonly FileLine[]>;
  /** Objects of Flux and Argo CD that deploy others. */
  readonly engines: readonly FoundEngine[];
  readonly problems: readonly Problem[];
  /** Every file that the path's content reaches, bases outside the root included. */
  readonly files: readonly string[];
}

/**
 * Every workload that a cluster syncing the folder `root` runs, each container with its image and the place that
 * decides it. `kinds` are the organization's own kinds of workloads. Reads parsed files only; what cannot be followed
 * is a problem and the rest is indexed.
 */
export function indexManifests(input: {
  readonly files: ReadonlyMap<string, ManifestFile>;
  readonly root: string;
  readonly kinds?: readonly CustomWorkloadKind[];
}): ManifestIndex {
  function manifest(path: string): ManifestFile | undefined {
    const file = input.files.get(path);
    return file === undefined || file.path === path ? file : parseManifestFile(path, file.text);
  }
  const tree = fileTree(input.files.keys(), { manifest });
  const build = buildRoot(tree, input.root);
  const found = findWorkloads({ resources: build.resources, tree, kinds: input.kinds ?? [] });
  const workloads = new Map<WorkloadKey, ManifestWorkload>();
  const ambiguous = new Map<WorkloadKey, readonly FileLine[]>();
  for (const [key, [first, ...others]] of Map.groupBy(found.workloads, (one) => one.key)) {
    if (first === undefined) continue;
    const rivals = others.filter((other) => !isSameWorkload(first, other));
    if (rivals.length === 0) workloads.set(key, first);
    else ambiguous.set(key, rivalPlaces([first, ...rivals]));
  }
  return {
    workloads,
    ambiguous,
    engines: findEngines(build.resources),
    problems: [...build.problems, ...found.problems],
    files: [...new Set([...build.files, ...found.files])].toSorted(),
  };
}

/** The same manifest reached on two ways is one workload as long as both ways edit the same places. */
function isSameWorkload(a: ManifestWorkload, b: ManifestWorkload): boolean {
  return JSON.stringify(decisiveParts(a)) === JSON.stringify(decisiveParts(b));
}

function decisiveParts({ file, document, line, containers, locked }: ManifestWorkload) {
  return { file, document, line, containers, locked };
}

/** Where the workloads are defined; two that come from one manifest are told apart by where their images are set. */
function rivalPlaces(rivals: readonly ManifestWorkload[]): readonly FileLine[] {
  const defined = distinct(rivals);
  if (defined.length > 1) return defined;
  const sites = rivals.flatMap(({ containers }) => containers.map(({ site }) => site));
  const set = distinct(sites);
  return set.length > 1 ? set : rivals.map(({ file, line }) => ({ file, line }));
}

function distinct(places: readonly FileLine[]): readonly FileLine[] {
  const unique = new Map(places.map(({ file, line }) => [`${file}:${line}`, { file, line }]));
  return [...unique.values()];
}
