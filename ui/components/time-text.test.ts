import { expect, it } from "vitest";

import { durationText } from "./duration-text.ts";
import { age, ago } from "./relative-time.ts";

const second = 1000;
const day = 86_400 * second;

it.each([
  [0, "just now"],
  [-5 * second, "just now"],
  [40 * second, "40 s"],
  [8 * 60 * second, "8 min"],
  [3 * 3600 * second, "3 h"],
  [59 * day, "59 d"],
  [125 * day, "4 mo"],
  [800 * day, "2 y"],
])("%d ms ago is %s", (passed, text) => {
  expect(age(0, passed)).toBe(text);
});

it("says “ago” only of what is not now", () => {
  expect(ago(0, second)).toBe("just now");
  expect(ago(0, 61 * second)).toBe("1 min ago");
});

it.each([
  [-1, "0.00 s"],
  [84, "0.08 s"],
  [41_640, "41.6 s"],
  [125_000, "2m 05s"],
  [4_320_000, "1h 12m"],
])("%d ms is written %s", (ms, text) => {
  expect(durationText(ms)).toBe(text);
});
