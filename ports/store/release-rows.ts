import type { WorkloadKey } from "#domain/glossary.ts";
import type { ItemFlag, PlanSource, PlannedEdit } from "#domain/promotion/plan.ts";
import type {
  ReleaseItemStatus,
  ReleaseStatus,
  StepName,
  StepStatus,
} from "#domain/promotion/release.ts";

import type { Actor } from "./actor.ts";

export interface ReleaseRow {
  readonly id: string;
  readonly number: number;
  readonly planId: string;
  readonly clusterId: string;
  readonly clusterName: string;
  readonly environment: string;
  readonly source: PlanSource;
  readonly sourceName: string;
  readonly repositoryId: string;
  readonly repositoryUrl: string;
  readonly branch: string;
  readonly title: string;
  readonly message: string;
  readonly diff: string;
  readonly edits: readonly PlannedEdit[];
  readonly status: ReleaseStatus;
  readonly requestedBy: Actor;
  readonly rollbackOf: number | null;
  readonly rolledBackBy: number | null;
  readonly baseCommit: string | null;
  readonly commit: string | null;
  readonly error: string | null;
  readonly retryAt: Date | null;
  readonly attempts: number;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

export interface ReleaseStepRow {
  readonly name: StepName;
  readonly status: StepStatus;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly note: string;
}

export interface ReleaseItemRow {
  readonly id: string;
  readonly workload: WorkloadKey;
  readonly container: string;
  readonly init: boolean;
  readonly status: ReleaseItemStatus;
  readonly reason: string | null;
  readonly from: string | null;
  readonly to: string | null;
  /** Every digest by which a runtime may call `to` as it was when it was released; empty where that is not known. */
  readonly digests: readonly string[];
  readonly file: string | null;
  readonly line: number | null;
  readonly flags: readonly ItemFlag[];
  readonly compareUrl: string | null;
  readonly progress: ItemProgress | null;
  readonly finishedAt: Date | null;
}

export interface ItemProgress {
  readonly updated: number;
  readonly ready: number;
  readonly desired: number;
  readonly message: string;
  /** Whether what deploys it holds the commit back: its time does not run. */
  readonly held?: boolean;
  readonly pods: readonly {
    readonly name: string;
    readonly ready: boolean;
    readonly current: boolean;
    readonly phase: string;
    readonly restarts: number;
    readonly message: string;
  }[];
}

export type EventLevel = "info" | "warning" | "error";

export interface ReleaseEventRow {
  readonly seq: number;
  readonly at: Date;
  readonly level: EventLevel;
  readonly step: StepName;
  readonly message: string;
}
