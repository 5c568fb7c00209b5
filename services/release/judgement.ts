import type { WorkloadKey } from "#domain/glossary.ts";
import type { EngineProgress } from "#domain/promotion/engine-progress.ts";
import type { Verdict } from "#domain/promotion/observe.ts";
import type { SyncReport, WorkloadRow } from "#ports/store/cluster-rows.ts";
import type { ReleaseItemRow, ReleaseRow, ReleaseStepRow } from "#ports/store/release-rows.ts";

/** A workload of a release with what its cluster says of it now. */
export interface JudgedWorkload {
  readonly key: WorkloadKey;
  readonly items: readonly ReleaseItemRow[];
  readonly observed: WorkloadRow["observed"] | null;
  readonly verdict: Verdict;
}

/** Everything that a look at a release found. */
export interface Judgement {
  readonly release: ReleaseRow;
  readonly items: readonly ReleaseItemRow[];
  readonly steps: readonly ReleaseStepRow[];
  readonly judged: readonly JudgedWorkload[];
  /** What Flux and Argo CD say of the commit; null while they say nothing of it. */
  readonly engines: EngineProgress | null;
  /** What the agent said of a revision that contains the release. */
  readonly sync: SyncReport | null;
  readonly syncError: string | null;
}

/** Whether the cluster held the workload back when it was last looked at. */
export function wasHeld({ items }: Pick<JudgedWorkload, "items">): boolean {
  return items.some(({ progress }) => progress?.held === true);
}
