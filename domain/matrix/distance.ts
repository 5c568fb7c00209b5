import type { CellContainer, MatrixCell, MatrixRow } from "./model.ts";

/** How many releases of images a cell is behind the newest allowed: its farthest container's distance. */
export function behindBy(cell: MatrixCell): number {
  return Math.max(
    0,
    ...cell.containers.map(({ distance }) => (distance.kind === "behind" ? distance.by : 0)),
  );
}

/** Whether the two cells run other images; containers that only one of them has do not count. */
export function differs(a: MatrixCell, b: MatrixCell): boolean {
  return a.containers.some((container) => {
    const other = b.containers.find(({ name }) => name === container.name);
    return other !== undefined && other.image !== container.image;
  });
}

/** Whether the source column runs something that the target column should get. */
export function behindCluster(row: MatrixRow, source: number, target: number): boolean {
  const from = row.cells[source];
  const to = row.cells[target];
  if (!from || !to || !differs(from, to)) return false;
  return to.containers.some((container) => isOlder(container, from));
}

/** Older by distance where both are known; any difference where the order is unknown. */
function isOlder(container: CellContainer, source: MatrixCell): boolean {
  const other = source.containers.find(({ name }) => name === container.name);
  if (!other || other.image === container.image) return false;
  const mine = steps(container);
  const theirs = steps(other);
  return mine === null || theirs === null || mine > theirs;
}

function steps({ distance }: CellContainer): number | null {
  switch (distance.kind) {
    case "latest":
      return 0;
    case "behind":
      return distance.by;
    case "ahead":
      return -1;
    case "different":
    case "unknown":
      return null;
  }
}
