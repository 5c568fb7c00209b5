import { expect, it } from "vitest";

import { compareDecimals, compareDigits, compareNatural, parseDecimal } from "./natural-order.ts";

it.each([
  [
    ["build-10", "build-9", "build-1"],
    ["build-1", "build-9", "build-10"],
  ],
  [
    ["v1.10", "v1.9", "v1"],
    ["v1", "v1.9", "v1.10"],
  ],
  [
    ["b", "a10", "a"],
    ["a", "a10", "b"],
  ],
  [
    ["01", "1", "001"],
    ["001", "01", "1"],
  ],
  [
    ["1a", "a1"],
    ["1a", "a1"],
  ],
])("%j sorts as %j", (texts, sorted) => {
  expect(texts.toSorted(compareNatural)).toEqual(sorted);
});

it.each([
  ["9", "10", -1],
  ["010", "9", 1],
  ["007", "7", 0],
  ["123456789012345678901", "123456789012345678902", -1],
])("%s against %s: %d", (a, b, sign) => {
  expect(Math.sign(compareDigits(a, b))).toBe(sign);
});

it.each([
  ["1.5", "1.50", 0],
  ["1", "1.0", 0],
  ["1.5", "1.49", 1],
  ["01.05", "1.5", -1],
  ["2", "10.1", -1],
  ["0.1", "0", 1],
  ["000", "0", 0],
  ["00.5", "0.50", 0],
])("%s against %s by value: %d", (a, b, sign) => {
  const [left, right] = [parseDecimal(a), parseDecimal(b)];
  expect(left && right && Math.sign(compareDecimals(left, right))).toBe(sign);
});

it.each(["", ".", "1.", ".5", "-1", "1e3", "1.2.3", "0x1", " 1"])("%j is no decimal", (text) => {
  expect(parseDecimal(text)).toBeNull();
});
