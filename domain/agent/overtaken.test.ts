import { expect, it } from "vitest";

import { isOvertaken } from "./overtaken.ts";

function opening(instance: string, attempt?: number) {
  return { instance, place: null, at: 0, ...(attempt !== undefined && { attempt }) };
}

it.each([
  ["the first attempt", [], 1, false],
  ["the next attempt", [opening("A", 1)], 2, false],
  ["the same attempt once more", [opening("A", 2)], 2, false],
  ["an earlier attempt", [opening("A", 1), opening("A", 3)], 2, true],
  [
    "an earlier attempt, with another process in between",
    [opening("A", 3), opening("B", 1)],
    2,
    true,
  ],
  ["a first attempt after those of another process", [opening("B", 7)], 1, false],
  ["a process that does not count", [opening("A", 3)], undefined, false],
  ["a process that did not count before", [opening("A")], 1, false],
])("%s is overtaken or not", (_what, openings, attempt, overtaken) => {
  expect(isOvertaken(openings, { instance: "A", attempt })).toBe(overtaken);
});
