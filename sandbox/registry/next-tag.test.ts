import { expect, it } from "vitest";

import { nextTag } from "./next-tag.ts";

const revision = "9a16ff9c01d4f0e1a2b3c4d5e6f708192a3b4c5d";

it.each([
  ["1.2.3", "1.2.4"],
  ["v1.9", "v1.10"],
  ["7.4.2-alpine", "7.4.3-alpine"],
  ["v5", "v6"],
  ["24.11", "24.12"],
  ["24.12", "25.1"],
  ["main-41c7e02", "main-9a16ff9"],
  ["41c7e0277ab01341c7e0277ab01341c7e0277ab0", "9a16ff9"],
  ["latest", "latest"],
  ["alpine", "alpine"],
])("%s is followed by %s", (tag, next) => {
  expect(nextTag(tag, revision)).toBe(next);
});
