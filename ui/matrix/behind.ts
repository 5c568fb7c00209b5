import { behindBy, behindCluster } from "#domain/matrix/distance.ts";
import type { Matrix, MatrixRow } from "#domain/matrix/model.ts";

/** The rows that a target column could get something new for; `source` null is the image repo. */
export function rowsBehind(
  { columns, rows }: Matrix,
  source: string | null,
  target: string,
): readonly MatrixRow[] {
  const to = columns.findIndex(({ name }) => name === target);
  const from = columns.findIndex(({ name }) => name === source);
  if (to === -1) return [];
  return rows.filter((row) => {
    if (source !== null && from !== -1) return behindCluster(row, from, to);
    const cell = row.cells[to];
    return cell != null && behindBy(cell) > 0;
  });
}
