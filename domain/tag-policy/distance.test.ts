import { expect, it } from "vitest";

import { tagDistance } from "./distance.ts";

const ranked = ["4", "3", "2", "1"].map((tag) => ({ tag }));

it.each([
  ["4", "4", { kind: "same" }],
  ["1", "4", { kind: "behind", by: 3 }],
  ["3", "4", { kind: "behind", by: 1 }],
  ["4", "2", { kind: "ahead", by: 2 }],
  ["x", "4", { kind: "different" }],
  ["4", "x", { kind: "different" }],
  ["x", "y", { kind: "different" }],
  ["x", "x", { kind: "same" }],
])("%s against %s", (from, to, distance) => {
  expect(tagDistance({ ranked, from, to })).toEqual(distance);
});
