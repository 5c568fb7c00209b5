import { gzipSync } from "node:zlib";

import { describe, expect, it } from "vitest";

import type { Distance, Matrix, MatrixCell, MatrixRow } from "#domain/matrix/model.ts";
import { matrixCell, matrixOf, matrixRow } from "#test/builders/matrix.ts";
import { pick, seededRandom } from "#test/builders/random.ts";

import { MatrixResponse, RowUpdate } from "./api/matrix.ts";
import { packMatrix, packRow, unpackMatrix, unpackRow } from "./matrix-codec.ts";

const distances: readonly Distance[] = [
  { kind: "latest" },
  { kind: "behind", by: 1 },
  { kind: "behind", by: 40 },
  { kind: "ahead" },
  { kind: "different" },
  { kind: "unknown" },
];
const words = ["", "app", "größer", "a b", "0", '"', "\\", "constructor", "__proto__"];

function randomCell(next: () => number): MatrixCell | null {
  if (next() < 0.15) return null;
  const containers = Array.from({ length: Math.floor(next() * 4) }, (_, index) => ({
    name: `${pick(next, words)}${index}`,
    init: next() < 0.3,
    image: pick(next, words),
    distance: pick(next, distances),
  }));
  return {
    containers,
    state: pick(next, ["ok", "rolling", "failing", "waiting"]),
    ready: Math.floor(next() * 5),
    desired: Math.floor(next() * 5),
    message: pick(next, words),
    drift: next() < 0.5,
    locked: next() < 0.5,
    inConfig: next() < 0.5,
  };
}

function randomRow(next: () => number, index: number, columns: number): MatrixRow {
  const [namespace, kind] = [pick(next, ["shop", "ops"]), pick(next, ["deployment", "cronjob"])];
  const name = `workload-${index}`;
  const latest = words.slice(0, Math.floor(next() * 3)).map((container) => ({
    container,
    tag: pick(next, words),
    createdAt: next() < 0.5 ? null : "2026-03-01T12:00:00.000Z",
  }));
  const cells = Array.from({ length: columns }, () => randomCell(next));
  return { key: `${namespace}:${kind}/${name}`, namespace, kind, name, latest, cells };
}

function randomMatrix(seed: number): Matrix {
  const next = seededRandom(seed);
  const columns = ["dev", "stage", "prod"].slice(0, Math.floor(next() * 4));
  const rows = Array.from({ length: Math.floor(next() * 12) }, (_, index) =>
    randomRow(next, index, columns.length),
  );
  return matrixOf(columns, rows);
}

const matrices = Array.from({ length: 80 }, (_, seed) => ({ seed, matrix: randomMatrix(seed) }));

describe("a packed matrix", () => {
  it.each(matrices)("is the same after the wire (matrix $seed)", ({ seed, matrix }) => {
    const wire: unknown = JSON.parse(JSON.stringify(packMatrix(matrix, seed)));
    const response = MatrixResponse.parse(wire);
    expect(response.asOf).toBe(seed);
    expect(unpackMatrix(response)).toEqual(matrix);
  });

  it.each(matrices)("is the same row by row, as events carry it (matrix $seed)", ({ matrix }) => {
    for (const row of matrix.rows) {
      const wire: unknown = JSON.parse(JSON.stringify(packRow(row)));
      expect(unpackRow(RowUpdate.parse(wire))).toEqual(row);
    }
  });

  it("holds every string once", () => {
    const rows = [matrixRow("a", [matrixCell("x:1"), matrixCell("x:1")])];
    expect(packMatrix(matrixOf(["dev", "prod"], rows), 0).strings).toEqual(["x:1"]);
  });
});

describe("500 workloads × 10 clusters", () => {
  const next = seededRandom(7);
  const columns = Array.from({ length: 10 }, (_, index) => `cluster-${index}`);
  const rows = Array.from({ length: 500 }, (_, index) => realisticRow(next, index, columns));
  const text = JSON.stringify(packMatrix(matrixOf(columns, rows), 123_456));

  it("are at most 40 KB compressed", () => {
    expect(gzipSync(text).length).toBeLessThanOrEqual(40 * 1024);
  });
});

/** Images drift from the first cluster to the last, a few cells are in trouble, and tags are hashes. */
function realisticRow(next: () => number, index: number, columns: readonly string[]): MatrixRow {
  const name = `service-${index}`;
  const tags = Array.from({ length: 4 }, () => `main-${hex(next, 7)}`);
  const cells = columns.map((_, column): MatrixCell | null => {
    if (next() < 0.03) return null;
    const by = Math.min(3, Math.floor((column / columns.length) * 4 * next()));
    const image = `registry.acme.test/shop/${name}:${tags[by] ?? ""}`;
    const distance: Distance = by === 0 ? { kind: "latest" } : { kind: "behind", by };
    const failing = next() < 0.01;
    return matrixCell(image, distance, {
      ready: failing ? 2 : 3,
      desired: 3,
      ...(failing && { state: "failing", message: `pod ${name}-${hex(next, 5)} crashes` }),
    });
  });
  const createdAt = new Date(Date.UTC(2026, 0, 1) + index * 3_600_000).toISOString();
  const latest = [{ container: "app", tag: tags[0] ?? "", createdAt }];
  return { ...matrixRow(name, cells), latest };
}

function hex(next: () => number, length: number): string {
  return Array.from({ length }, () => Math.floor(next() * 16).toString(16)).join("");
}
