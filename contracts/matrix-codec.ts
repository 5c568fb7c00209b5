import { workloadKey } from "#domain/glossary.ts";
import type {
  CellContainer,
  CellState,
  Distance,
  Matrix,
  MatrixCell,
  MatrixRow,
} from "#domain/matrix/model.ts";

import type { MatrixResponse, PackedCell, PackedRow, RowUpdate } from "./api/matrix.ts";

const states: readonly CellState[] = ["ok", "rolling", "failing", "waiting"];
const driftFlag = 1;
const lockedFlag = 2;
const inConfigFlag = 4;

/** Packs a matrix for the wire; `unpackMatrix` gives the same matrix back. */
export function packMatrix(matrix: Matrix, asOf: number): MatrixResponse {
  const dictionary = new Dictionary();
  const rows = matrix.rows.map((row) => packRowWith(row, dictionary));
  return { asOf, columns: [...matrix.columns], strings: dictionary.strings, rows };
}

export function unpackMatrix({ columns, strings, rows }: MatrixResponse): Matrix {
  return { columns, rows: rows.map((row) => unpackRow({ strings, row })) };
}

/** Packs one row with a dictionary of its own, as events carry it. */
export function packRow(row: MatrixRow): RowUpdate {
  const dictionary = new Dictionary();
  const packed = packRowWith(row, dictionary);
  return { strings: dictionary.strings, row: packed };
}

export function unpackRow({ strings, row }: RowUpdate): MatrixRow {
  const [namespace, kind, name, latest, cells] = row;
  return {
    key: workloadKey({ namespace, kind, name }),
    namespace,
    kind,
    name,
    latest: latest.map(([container, tag, createdAt]) => ({
      container,
      tag: strings[tag] ?? "",
      createdAt,
    })),
    cells: cells.map((cell) => (cell === 0 ? null : unpackCell(cell, strings))),
  };
}

function packRowWith(row: MatrixRow, dictionary: Dictionary): PackedRow {
  return [
    row.namespace,
    row.kind,
    row.name,
    row.latest.map(({ container, tag, createdAt }) => [
      container,
      dictionary.index(tag),
      createdAt,
    ]),
    row.cells.map((cell) => (cell === null ? 0 : packCell(cell, dictionary))),
  ];
}

function packCell(cell: MatrixCell, dictionary: Dictionary): PackedCell {
  const flags =
    (cell.drift ? driftFlag : 0) |
    (cell.locked ? lockedFlag : 0) |
    (cell.inConfig ? inConfigFlag : 0);
  return [
    cell.containers.map(({ name, init, image, distance }) => [
      name,
      init ? 1 : 0,
      dictionary.index(image),
      packDistance(distance),
    ]),
    states.indexOf(cell.state),
    cell.ready,
    cell.desired,
    flags,
    cell.message,
  ];
}

function unpackCell(packed: PackedCell, strings: readonly string[]): MatrixCell {
  const [containers, state, ready, desired, flags, message] = packed;
  return {
    containers: containers.map(([name, init, image, distance]): CellContainer => ({
      name,
      init: init === 1,
      image: strings[image] ?? "",
      distance: unpackDistance(distance),
    })),
    state: states[state] ?? "waiting",
    ready,
    desired,
    message,
    drift: (flags & driftFlag) !== 0,
    locked: (flags & lockedFlag) !== 0,
    inConfig: (flags & inConfigFlag) !== 0,
  };
}

function packDistance(distance: Distance): number {
  switch (distance.kind) {
    case "latest":
      return 0;
    case "behind":
      return distance.by;
    case "ahead":
      return -1;
    case "different":
      return -2;
    case "unknown":
      return -3;
  }
}

function unpackDistance(packed: number): Distance {
  if (packed === 0) return { kind: "latest" };
  if (packed > 0) return { kind: "behind", by: packed };
  return packed === -1
    ? { kind: "ahead" }
    : packed === -2
      ? { kind: "different" }
      : { kind: "unknown" };
}

/** Each string once; its number is its place. */
class Dictionary {
  readonly strings: string[] = [];
  readonly #known = new Map<string, number>();

  index(text: string): number {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const index = this.strings.push(text) - 1;
    this.#known.set(text, index);
    return index;
  }
}
