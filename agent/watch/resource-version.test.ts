import { expect, it } from "vitest";

import { isOlder } from "./resource-version.ts";

it.each([
  ["9", "10", true],
  ["10", "9", false],
  ["10", "10", false],
  ["18446744073709551614", "18446744073709551615", true],
  ["99999999999999999999", "100000000000000000000", true],
  ["0", "1", true],
  ["b", "a", false],
  ["a", "b", false],
  ["", "1", false],
  ["010", "11", false],
])("%s is older than %s: %s", (version, than, older) => {
  expect(isOlder(version, than)).toBe(older);
});
