import { expect, it } from "vitest";

import { figure, rates, spread } from "./figure.ts";

it("says what part of the peer's it is", () => {
  const measured = { name: "a push", ours: 41.239, peer: 123.51, unit: "ms" } as const;
  expect(figure(measured)).toEqual({ ...measured, ours: 41.2, peer: 124, ratio: 0.334 });
});

it("has no ratio without a peer", () => {
  const measured = { name: "a plan", ours: 12_345.6, peer: null, unit: "bytes" } as const;
  expect(figure(measured)).toEqual({ ...measured, ours: 12_346, ratio: null });
});

it("has no ratio to a peer that costs nothing", () => {
  const measured = { name: "lists", ours: 2, peer: 0, unit: "requests" } as const;
  expect(figure(measured)).toEqual({ ...measured, ratio: null });
});

it("takes the median and the 99th percentile of either side", () => {
  expect(spread("a push", { ours: [1, 2, 9], peer: [2, 8, 9] })).toEqual([
    { name: "a push, p50", ours: 2, peer: 8, ratio: 0.25, unit: "ms" },
    { name: "a push, p99", ours: 9, peer: 9, ratio: 1, unit: "ms" },
  ]);
  expect(spread("a plan", { ours: [1], peer: null })).toMatchObject([
    { peer: null, ratio: null },
    { peer: null, ratio: null },
  ]);
});

it("says how many are done in a second", () => {
  const samples = { ours: [100, 200, 400], peer: [1000, 2000, 8000] };
  expect(rates("edits", samples, { count: 2000, unit: "files/s" })).toEqual([
    { name: "edits, p50", ours: 10_000, peer: 1000, ratio: 10, unit: "files/s" },
    { name: "edits, p99", ours: 5000, peer: 250, ratio: 20, unit: "files/s" },
  ]);
});
