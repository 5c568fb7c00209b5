import { expect, it } from "vitest";

import { percentile } from "./percentile.ts";

const hundred = Array.from({ length: 100 }, (_, at) => at + 1);

it.each([
  { of: [7], share: 0.5, is: 7 },
  { of: [7], share: 0.99, is: 7 },
  { of: [3, 1, 2], share: 0, is: 1 },
  { of: [3, 1, 2], share: 0.5, is: 2 },
  { of: [4, 3, 1, 2], share: 0.5, is: 2 },
  { of: [3, 1, 2], share: 1, is: 3 },
  { of: [10, 9, 100], share: 0.5, is: 10 },
  { of: hundred, share: 0.5, is: 50 },
  { of: hundred, share: 0.99, is: 99 },
  { of: hundred.slice(0, 20), share: 0.99, is: 20 },
])("finds $is at $share of $of", ({ of, share, is }) => {
  expect(percentile(of, share)).toBe(is);
});

it("leaves the samples in their order", () => {
  const samples = [3, 1, 2];
  percentile(samples, 0.5);
  expect(samples).toEqual([3, 1, 2]);
});

it.each([
  { of: [], share: 0.5 },
  { of: [1], share: 1.1 },
  { of: [1], share: Number.NaN },
])("refuses $share of $of", ({ of, share }) => {
  expect(() => percentile(of, share)).toThrow(RangeError);
});
