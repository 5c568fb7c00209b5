import { expect, it } from "vitest";

import { moveInGrid } from "./grid-move.ts";

const size = { rows: 100, columns: 5, page: 20 };

it.each([
  ["j", [3, 2], [4, 2]],
  ["k", [3, 2], [2, 2]],
  ["ArrowDown", [99, 2], [99, 2]],
  ["ArrowUp", [0, 2], [-1, 2]],
  ["ArrowUp", [-1, 2], [-1, 2]],
  ["ArrowLeft", [3, 0], [3, 0]],
  ["ArrowRight", [3, 4], [3, 4]],
  ["Home", [3, 4], [3, 0]],
  ["End", [3, 0], [3, 4]],
  ["PageDown", [90, 1], [99, 1]],
  ["PageUp", [10, 1], [0, 1]],
  ["mod+Home", [50, 3], [0, 0]],
  ["mod+End", [50, 3], [99, 4]],
] as const)("%s leads from %j to %j", (key, [row, column], [toRow, toColumn]) => {
  expect(moveInGrid({ row, column }, key, size)).toEqual({ row: toRow, column: toColumn });
});

it("leaves other keys alone", () => {
  expect(moveInGrid({ row: 0, column: 0 }, "q", size)).toBeNull();
});
