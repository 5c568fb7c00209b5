import { expect, it } from "vitest";

import { Pace } from "./pace.ts";

it.each([
  ["no chance", 0, [50, 100, 200, 400, 500, 500]],
  ["chance", 0.5, [75, 150, 300, 600, 750, 750]],
])("pauses longer each time, with %s", (_what, chance, pauses) => {
  const pace = new Pace({ firstMs: 100, longestMs: 1_000, random: () => chance });
  expect(pauses.map(() => pace.next())).toEqual(pauses);
  pace.reset();
  expect(pace.next()).toBe(pauses[0]);
});

it("pauses little longer than the trouble has lasted", () => {
  const pace = new Pace({ firstMs: 100, longestMs: 1_000, random: () => 1 });
  const pauses = [0, 50, 150, 5_000, 5_000].map((ms) => pace.next(ms));
  expect(pauses).toEqual([100, 150, 250, 800, 1_000]);
});

it("stays within its limit however often it is asked", () => {
  const pace = new Pace({ firstMs: 100, longestMs: 1_000, random: () => 0.999 });
  for (let tries = 0; tries < 2_000; tries += 1) expect(pace.next()).toBeLessThan(1_000);
});
