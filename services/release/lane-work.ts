import type { FileChange } from "#domain/promotion/changes.ts";
import type { GitBranch } from "#ports/git-repository.ts";
import type { ClusterSourceRow, LaneRow, ReleaseRow } from "#ports/store/rows.ts";
import type { WorkerContext } from "#services/worker-context.ts";

import type { HeldLane } from "./lane-lease.ts";

/** What a worker that holds a lane works with. */
export interface LaneWork {
  readonly ctx: WorkerContext;
  readonly held: HeldLane;
  readonly lane: LaneRow;
  readonly branch: GitBranch;
  readonly releases: readonly ReleaseRow[];
}

/** A release whose edits were carried over to the tip. */
export interface PreparedRelease {
  readonly release: ReleaseRow;
  readonly source: ClusterSourceRow;
  readonly files: readonly FileChange[];
}
