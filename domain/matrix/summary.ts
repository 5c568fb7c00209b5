import { behindBy, behindCluster } from "./distance.ts";
import type { Matrix, MatrixCell } from "./model.ts";

export interface ColumnSummary {
  readonly id: string;
  readonly name: string;
  /** Workloads that are behind the newest allowed image. */
  readonly behindLatest: number;
  /** Workloads that are behind the column before; null for the first. */
  readonly behindPrevious: { readonly name: string; readonly count: number } | null;
}

export interface MatrixSummary {
  readonly columns: readonly ColumnSummary[];
  /** The hop of the pipeline with most to promote; null when nothing is behind. */
  readonly headline: {
    readonly column: string;
    readonly source: string;
    readonly count: number;
  } | null;
  readonly behind: number;
  readonly drift: number;
  readonly rolling: number;
  readonly failing: number;
  readonly locked: number;
  readonly missing: number;
  /** The first failing workload's words, for the sentence. */
  readonly failingExample: string | null;
}

/** The numbers that the page's first sentence and its filters show. */
export function summarize(matrix: Matrix): MatrixSummary {
  const columns = matrix.columns.map((column, index): ColumnSummary => {
    const previous = matrix.columns[index - 1];
    return {
      id: column.id,
      name: column.name,
      behindLatest: matrix.rows.filter(({ cells }) => isBehind(cells[index])).length,
      behindPrevious: previous
        ? {
            name: previous.name,
            count: matrix.rows.filter((row) => behindCluster(row, index - 1, index)).length,
          }
        : null,
    };
  });
  const rowsWith = (test: (cell: MatrixCell) => boolean) =>
    matrix.rows.filter(({ cells }) => cells.some((cell) => cell !== null && test(cell))).length;
  const failing = matrix.rows
    .flatMap(({ cells }) => cells)
    .find((cell) => cell?.state === "failing");
  return {
    columns,
    headline: headlineOf(columns),
    behind: rowsWith((cell) => behindBy(cell) > 0),
    drift: rowsWith(({ drift }) => drift),
    rolling: rowsWith(({ state }) => state === "rolling"),
    failing: rowsWith(({ state }) => state === "failing"),
    locked: rowsWith(({ locked }) => locked),
    missing: matrix.rows.filter(({ cells }) => cells.includes(null)).length,
    failingExample: failing?.message ?? null,
  };
}

function isBehind(cell: MatrixCell | null | undefined): boolean {
  return cell != null && behindBy(cell) > 0;
}

function headlineOf(columns: readonly ColumnSummary[]): MatrixSummary["headline"] {
  let best: MatrixSummary["headline"] = null;
  for (const { name, behindPrevious, behindLatest } of columns) {
    const hop = behindPrevious
      ? { column: name, source: behindPrevious.name, count: behindPrevious.count }
      : { column: name, source: "the image repo", count: behindLatest };
    if (hop.count > 0 && hop.count >= (best?.count ?? 0)) best = hop;
  }
  return best;
}
