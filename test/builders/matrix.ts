import type {
  CellContainer,
  Distance,
  Matrix,
  MatrixCell,
  MatrixRow,
} from "#domain/matrix/model.ts";

/** A container whose image's tag says its distance: `latest`, or a number of steps behind. */
export function cellContainer(image: string, distance: Distance, name = "app"): CellContainer {
  return { name, init: false, image, distance };
}

/** A healthy cell of one container that runs the image. */
export function matrixCell(
  image: string,
  distance: Distance = { kind: "latest" },
  changes: Partial<MatrixCell> = {},
): MatrixCell {
  return {
    containers: [cellContainer(image, distance)],
    state: "ok",
    ready: 1,
    desired: 1,
    message: "",
    drift: false,
    locked: false,
    inConfig: true,
    ...changes,
  };
}

/** The row of a Deployment in the namespace shop. */
export function matrixRow(name: string, cells: readonly (MatrixCell | null)[]): MatrixRow {
  const identity = { namespace: "shop", kind: "deployment", name };
  return { key: `shop:deployment/${name}`, ...identity, latest: [], cells };
}

/** A matrix with one connected column per name. */
export function matrixOf(columns: readonly string[], rows: readonly MatrixRow[]): Matrix {
  return {
    columns: columns.map((name) => ({
      id: `id-${name}`,
      name,
      environment: name,
      connected: true,
      stateAt: "2026-03-01T12:00:00.000Z",
    })),
    rows,
  };
}
