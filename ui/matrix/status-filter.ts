import { behindBy } from "#domain/matrix/distance.ts";
import type { MatrixCell, MatrixRow } from "#domain/matrix/model.ts";
import type { MatrixSummary } from "#domain/matrix/summary.ts";

export const statuses = ["behind", "drift", "rolling", "failing", "locked", "missing"] as const;
export type Status = (typeof statuses)[number];

export const statusLabels: Readonly<Record<Status, string>> = {
  behind: "Behind",
  drift: "Drift",
  rolling: "Rolling",
  failing: "Failing",
  locked: "Locked",
  missing: "Not deployed",
};

export interface RowFilter {
  /** Words that must all occur in the namespace, the kind, the name or a version. */
  readonly text: string;
  /** Rows in any of these states; all rows where empty. */
  readonly statuses: readonly Status[];
}

/** How many rows each status would leave. */
export function statusCount(summary: MatrixSummary, status: Status): number {
  return summary[status];
}

/** The rows that a filter leaves, in their order. */
export function filterRows(
  rows: readonly MatrixRow[],
  { text, statuses: wanted }: RowFilter,
): readonly MatrixRow[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(
    (row) =>
      (wanted.length === 0 || wanted.some((status) => hasStatus(row, status))) &&
      words.every((word) => mentions(row, word)),
  );
}

function hasStatus(row: MatrixRow, status: Status): boolean {
  if (status === "missing") return row.cells.includes(null);
  return row.cells.some((cell) => cell !== null && cellHasStatus(cell, status));
}

function cellHasStatus(cell: MatrixCell, status: Exclude<Status, "missing">): boolean {
  switch (status) {
    case "behind":
      return behindBy(cell) > 0;
    case "drift":
      return cell.drift;
    case "rolling":
      return cell.state === "rolling";
    case "failing":
      return cell.state === "failing";
    case "locked":
      return cell.locked;
  }
}

function mentions(row: MatrixRow, word: string): boolean {
  if (row.key.toLowerCase().includes(word)) return true;
  return row.cells.some((cell) =>
    cell?.containers.some(({ image }) => image.toLowerCase().includes(word)),
  );
}
