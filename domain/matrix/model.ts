import type { WorkloadKey } from "#domain/glossary.ts";

/** How far an image is from the newest one that its policy allows. */
export type Distance =
  | { readonly kind: "latest" }
  | { readonly kind: "behind"; readonly by: number }
  | { readonly kind: "ahead" }
  | { readonly kind: "different" } // not a tag that the policy knows
  | { readonly kind: "unknown" }; // the registry has not been read

export type CellState = "ok" | "rolling" | "failing" | "waiting";

export interface CellContainer {
  readonly name: string;
  readonly init: boolean;
  /** The image reference as the running object writes it. */
  readonly image: string;
  readonly distance: Distance;
}

/** One workload in one cluster. */
export interface MatrixCell {
  readonly containers: readonly CellContainer[];
  readonly state: CellState;
  readonly ready: number;
  readonly desired: number;
  /** What is wrong or under way, in words; empty when all is well. */
  readonly message: string;
  /** Running is not what git says. */
  readonly drift: boolean;
  readonly locked: boolean;
  /** Whether a file of the cluster's config path defines it. */
  readonly inConfig: boolean;
}

export interface MatrixColumn {
  readonly id: string;
  readonly name: string;
  readonly environment: string;
  readonly connected: boolean;
  /** When the agent last sent state, ISO 8601; null before the first snapshot. */
  readonly stateAt: string | null;
}

export interface LatestImage {
  readonly container: string;
  readonly tag: string;
  readonly createdAt: string | null;
}

export interface MatrixRow {
  readonly key: WorkloadKey;
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
  /** The newest allowed image per container; empty where no registry is known. */
  readonly latest: readonly LatestImage[];
  /** By column, in column order; null where the workload is not deployed. */
  readonly cells: readonly (MatrixCell | null)[];
}

/** Workloads × clusters; columns are in pipeline order. */
export interface Matrix {
  readonly columns: readonly MatrixColumn[];
  readonly rows: readonly MatrixRow[];
}
