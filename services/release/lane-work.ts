import type { CustomWorkloadKind } from "#domain/manifest/custom-workload-kind.ts";
import type { FileChange } from "#domain/promotion/changes.ts";
import type { GitBranch } from "#ports/git-repository.ts";
import type { LaneRow } from "#ports/store/lane-rows.ts";
import type { ReleaseItemRow, ReleaseRow } from "#ports/store/release-rows.ts";
import type { ClusterSourceRow } from "#ports/store/repository-rows.ts";
import type { WorkerContext } from "#services/worker-context.ts";

import type { HeldLane } from "./lane-lease.ts";

/** What a worker that holds a lane works with. */
export interface LaneWork {
  readonly ctx: WorkerContext;
  readonly held: HeldLane;
  readonly lane: LaneRow;
  readonly branch: GitBranch;
  readonly waiting: readonly WaitingRelease[];
  /** The organization's own kinds of workloads. */
  readonly kinds: readonly CustomWorkloadKind[];
}

/** A release in its lane, with what its commit is made of. */
export interface WaitingRelease {
  readonly release: ReleaseRow;
  /** Null where the target cluster was removed. */
  readonly source: ClusterSourceRow | null;
  /** The items that are still to be committed. */
  readonly updates: readonly ReleaseItemRow[];
}

/** A release whose edits were carried over to the tip. */
export interface PreparedRelease {
  readonly release: ReleaseRow;
  readonly source: ClusterSourceRow;
  readonly updates: readonly ReleaseItemRow[];
  readonly files: readonly FileChange[];
}

/** A release with the commit that carries it. */
export interface PushedRelease extends PreparedRelease {
  readonly commit: string;
}

/** A release that ends before anything is committed. */
export type EndedRelease =
  | { readonly kind: "nothing"; readonly release: ReleaseRow }
  | { readonly kind: "failed"; readonly release: ReleaseRow; readonly error: string };
