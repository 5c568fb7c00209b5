import { describe, expect, it } from "vitest";

import { matrixCell, matrixOf, matrixRow } from "#test/builders/matrix.ts";

import { summarize } from "./summary.ts";

const newest = matrixCell("a:3");
const one = matrixCell("a:2", { kind: "behind", by: 1 });
const far = matrixCell("a:1", { kind: "behind", by: 2 });
const columns = ["dev", "stage", "prod"];

describe("summarize", () => {
  it("counts what is behind, per column and per hop", () => {
    const rows = [
      matrixRow("a", [newest, one, far]),
      matrixRow("b", [newest, newest, far]),
      matrixRow("c", [one, one, one]),
      matrixRow("d", [newest, null, newest]),
    ];
    const summary = summarize(matrixOf(columns, rows));
    expect(summary.columns).toEqual([
      { id: "id-dev", name: "dev", behindLatest: 1, behindPrevious: null },
      { id: "id-stage", name: "stage", behindLatest: 2, behindPrevious: { name: "dev", count: 1 } },
      { id: "id-prod", name: "prod", behindLatest: 3, behindPrevious: { name: "stage", count: 2 } },
    ]);
    expect(summary).toMatchObject({
      headline: { column: "prod", source: "stage", count: 2 },
      behind: 3,
      missing: 1,
    });
  });

  it("counts a workload once, whatever number of clusters it is in trouble in", () => {
    const cells = [
      matrixCell("a:3", { kind: "latest" }, { drift: true, locked: true }),
      matrixCell("a:3", { kind: "latest" }, { drift: true, state: "rolling" }),
      matrixCell("a:3", { kind: "latest" }, { state: "failing", message: "no such image" }),
    ];
    const rows = [matrixRow("a", cells), matrixRow("b", [newest, newest, newest])];
    expect(summarize(matrixOf(columns, rows))).toMatchObject({
      drift: 1,
      locked: 1,
      rolling: 1,
      failing: 1,
      failingExample: "no such image",
    });
  });

  it("has nothing to say where everything is the newest", () => {
    const rows = [matrixRow("a", [newest, newest, newest])];
    expect(summarize(matrixOf(columns, rows))).toMatchObject({
      headline: null,
      behind: 0,
      failing: 0,
      failingExample: null,
      missing: 0,
    });
  });

  it("names the image repo where only the first cluster is behind", () => {
    const rows = [matrixRow("a", [far, far, far])];
    expect(summarize(matrixOf(columns, rows)).headline).toEqual({
      column: "dev",
      source: "the image repo",
      count: 1,
    });
  });

  it("prefers the later hop where two have as much to promote", () => {
    const rows = [matrixRow("a", [newest, one, one]), matrixRow("b", [one, one, far])];
    expect(summarize(matrixOf(columns, rows)).headline).toEqual({
      column: "prod",
      source: "stage",
      count: 1,
    });
  });

  it("of nothing is nothing", () => {
    expect(summarize(matrixOf([], []))).toEqual({
      columns: [],
      headline: null,
      behind: 0,
      drift: 0,
      rolling: 0,
      failing: 0,
      locked: 0,
      missing: 0,
      failingExample: null,
    });
  });
});
