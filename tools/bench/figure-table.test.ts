import { expect, it } from "vitest";

import { figureTable } from "./figure-table.ts";

it("lines the columns up and leaves out what was not measured", () => {
  const figures = [
    { name: "one change, p50", ours: 40.1, peer: 120, ratio: 0.334, unit: "ms" },
    { name: "a plan", ours: 9, peer: null, ratio: null, unit: "ms" },
  ] as const;
  expect(figureTable(figures, "git").split("\n")).toEqual([
    "                     ours      git   ours / peer",
    "one change, p50   40.1 ms   120 ms        0.334×",
    "a plan               9 ms        –             –",
    "",
  ]);
});
