import type { Problem } from "#domain/manifest/file.ts";
import type {
  PlanItem,
  PlanScope,
  PlanSource,
  PlannedEdit,
  Selection,
} from "#domain/promotion/plan.ts";

import type { Actor } from "./actor.ts";

export type PlanStatus = "calculating" | "ready" | "failed" | "released";

export interface PlanRow {
  readonly id: string;
  readonly status: PlanStatus;
  readonly requestedBy: Actor;
  readonly clusterId: string;
  readonly source: PlanSource;
  readonly selection: readonly Selection[] | null;
  /** Null: nothing is narrowed. */
  readonly scope: PlanScope | null;
  readonly subject: string | null;
  readonly baseCommit: string | null;
  readonly items: readonly PlanItem[];
  readonly edits: readonly PlannedEdit[];
  readonly diff: string;
  readonly files: readonly {
    readonly path: string;
    readonly added: number;
    readonly removed: number;
  }[];
  readonly title: string;
  readonly message: string;
  readonly problems: readonly Problem[];
  readonly hash: string | null;
  readonly error: string | null;
  readonly releaseNumber: number | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** The parts of a plan that its calculation finds. */
export type CalculatedPlan = Pick<
  PlanRow,
  "baseCommit" | "items" | "edits" | "diff" | "files" | "title" | "message" | "problems" | "hash"
>;
