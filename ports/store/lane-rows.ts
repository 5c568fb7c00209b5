import type { ConfigRepositoryRow } from "./repository-rows.ts";

export interface LaneRow {
  readonly id: string;
  readonly repository: ConfigRepositoryRow;
  readonly branch: string;
}

/** A worker's hold on a lane. Every write under it names the epoch and fails once another took over. */
export interface LaneLease {
  readonly laneId: string;
  readonly epoch: number;
}
