import type { WorkloadKey } from "#domain/glossary.ts";
import type { ManifestIndex } from "#domain/manifest/manifest-index.ts";
import type { ImageKnowledge } from "#domain/tag-policy/candidates.ts";

import type { ClusterMapping } from "./mapping.ts";
import type { PlanScope, Selection } from "./plan.ts";

/** Container name → image reference as the running object writes it. */
export type RunningImages = ReadonlyMap<string, string>;
export type RunningWorkloads = ReadonlyMap<WorkloadKey, RunningImages>;

/** The source with everything that planning must know of it. */
export type ResolvedSource =
  | { readonly kind: "image-repo" }
  | { readonly kind: "cluster"; readonly name: string; readonly running: RunningWorkloads }
  | { readonly kind: "release"; readonly number: number; readonly before: RunningWorkloads };

/** All that a plan depends on: the same input gives the same plan. */
export interface PlanInput {
  readonly target: {
    readonly name: string;
    readonly path: string;
    readonly running: RunningWorkloads;
  };
  readonly source: ResolvedSource;
  /** How the source's workloads and images are called in the target. */
  readonly mapping: ClusterMapping;
  readonly index: ManifestIndex;
  /** Texts of the files that the index was made from. */
  readonly texts: ReadonlyMap<string, string>;
  readonly images: ImageKnowledge;
  /** Files that other clusters' paths use too → the names of those clusters. */
  readonly sharedFiles: ReadonlyMap<string, readonly string[]>;
  /** Null: everything that the source can change. */
  readonly selection: readonly Selection[] | null;
  readonly scope: PlanScope;
  /** Replaces the commit message's first line. */
  readonly subject: string | null;
}
