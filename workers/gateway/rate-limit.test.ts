import { expect, it } from "vitest";

import { RateLimit } from "./rate-limit.ts";

it("allows so many attempts per address and minute", () => {
  const limit = new RateLimit(2);
  const at = [0, 10, 20, 59_999, 60_000];
  expect(at.map((now) => limit.allows("a", now))).toEqual([true, true, false, false, true]);
  expect(limit.allows("b", 20)).toBe(true);
});

it("forgets addresses that it does not need", () => {
  const limit = new RateLimit(1);
  for (let n = 0; n < 10_000; n += 1) limit.allows(String(n), 0);
  expect(limit.allows("0", 0)).toBe(false);
  expect(limit.allows("new", 60_000)).toBe(true);
  expect(limit.allows("0", 60_000)).toBe(true);
});
