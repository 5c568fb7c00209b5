import { describe, expect, it } from "vitest";

import { cellContainer, matrixCell, matrixRow } from "#test/builders/matrix.ts";

import { behindBy, behindCluster, differs } from "./distance.ts";
import type { Distance, MatrixCell } from "./model.ts";

function behind(by: number): Distance {
  return by === 0 ? { kind: "latest" } : { kind: "behind", by };
}

function two(a: number, b: number): MatrixCell {
  return matrixCell("", behind(0), {
    containers: [
      cellContainer(`app:${a}`, behind(a), "app"),
      cellContainer(`sidecar:${b}`, behind(b), "sidecar"),
    ],
  });
}

describe("behindBy", () => {
  it.each<{ about: string; cell: MatrixCell; by: number }>([
    { about: "the farthest container", cell: two(1, 4), by: 4 },
    { about: "nothing at the newest", cell: two(0, 0), by: 0 },
    { about: "nothing when ahead", cell: matrixCell("a:1", { kind: "ahead" }), by: 0 },
    { about: "nothing when unknown", cell: matrixCell("a:1", { kind: "unknown" }), by: 0 },
    {
      about: "nothing without containers",
      cell: matrixCell("", behind(0), { containers: [] }),
      by: 0,
    },
  ])("is $about", ({ cell, by }) => {
    expect(behindBy(cell)).toBe(by);
  });
});

describe("differs", () => {
  it.each<{ about: string; a: MatrixCell; b: MatrixCell; expected: boolean }>([
    { about: "the same images do not", a: two(1, 2), b: two(1, 2), expected: false },
    { about: "one other image does", a: two(1, 2), b: two(1, 3), expected: true },
    {
      about: "a container that only one has does not",
      a: two(1, 2),
      b: matrixCell("", behind(0), { containers: [cellContainer("app:1", behind(1))] }),
      expected: false,
    },
  ])("$about", ({ a, b, expected }) => {
    expect(differs(a, b)).toBe(expected);
    expect(differs(b, a)).toBe(expected);
  });
});

describe("behindCluster", () => {
  it.each<{
    about: string;
    source: MatrixCell | null;
    target: MatrixCell | null;
    expected: boolean;
  }>([
    {
      about: "farther from the newest",
      source: matrixCell("a:2", behind(0)),
      target: matrixCell("a:1", behind(1)),
      expected: true,
    },
    {
      about: "nearer to the newest",
      source: matrixCell("a:1", behind(1)),
      target: matrixCell("a:2", behind(0)),
      expected: false,
    },
    {
      about: "beyond the newest",
      source: matrixCell("a:2", behind(0)),
      target: matrixCell("a:3", { kind: "ahead" }),
      expected: false,
    },
    {
      about: "the same",
      source: matrixCell("a:1", behind(1)),
      target: matrixCell("a:1", behind(1)),
      expected: false,
    },
    {
      about: "other, in an unknown order",
      source: matrixCell("a:x", { kind: "different" }),
      target: matrixCell("a:1", behind(1)),
      expected: true,
    },
    {
      about: "other, while no registry was read",
      source: matrixCell("a:x", { kind: "unknown" }),
      target: matrixCell("a:y", { kind: "unknown" }),
      expected: true,
    },
    {
      about: "ahead in one container, behind in the other",
      source: two(1, 0),
      target: two(0, 1),
      expected: true,
    },
    { about: "missing", source: matrixCell("a:1"), target: null, expected: false },
    { about: "alone", source: null, target: matrixCell("a:1"), expected: false },
  ])("is $expected where the target is $about", ({ source, target, expected }) => {
    expect(behindCluster(matrixRow("a", [source, target]), 0, 1)).toBe(expected);
  });
});
