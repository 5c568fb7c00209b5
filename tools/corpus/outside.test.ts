import { describe, expect, it } from "vitest";

import { replacedWithin, sameOutside } from "./outside.ts";

function range(start: number, end: number) {
  return { start, end, isOuter: false };
}

describe("sameOutside", () => {
  it.each([
    ["the value replaced", "a: 1\nb: 2\n", "a: 123\nb: 2\n", [range(3, 4)], true],
    ["another byte changed", "a: 1\nb: 2\n", "a: 1\nb: 3\n", [range(3, 4)], false],
    ["a space lost at the end", "a: 1 \n", "a: 2\n", [range(3, 4)], false],
    ["two values replaced", "a: 1\nb: 2\n", "a: x\nb: y\n", [range(3, 4), range(8, 9)], true],
    ["the text between changed", "a: 1\nb: 2\n", "a: x\nc: y\n", [range(3, 4), range(8, 9)], false],
    ["nothing replaced", "a: 1\n", "a: 1\n", [], true],
    ["no range but a change", "a: 1\n", "a: 2\n", [], false],
  ])("%s: %j → %j", (_, before, after, ranges, same) => {
    expect(sameOutside({ before, after, ranges, isAdding: false })).toBe(same);
  });

  it.each([
    ["a line added", "a: 1\nb: 2\n", "a: 1\nnew: 3\nb: 2\n", true],
    ["a line added at the end", "a: 1\n", "a: 1\nnew: 3\n", true],
    ["a line lost", "a: 1\nb: 2\nc: 3\n", "a: 1\nnew: 3\nc: 3\n", false],
  ])("%s", (_, before, after, same) => {
    expect(sameOutside({ before, after, ranges: [], isAdding: true })).toBe(same);
  });
});

describe("replacedWithin", () => {
  it.each([
    ["the tag replaced", "i: a/b:1 # c\n", "i: a/b:22 # c\n", true],
    ["a byte before it changed", "i: a/b:1\n", "j: a/b:22\n", false],
    ["a byte behind it changed", "i: a/b:1 # c\n", "i: a/b:22 # d\n", false],
    ["something else added", "i: a/b:1\n", "i: a/b:22x\n", false],
    ["nothing changed", "i: a/b:1\n", "i: a/b:1\n", true],
  ])("%s: %j → %j", (_, before, after, same) => {
    expect(replacedWithin({ before, after, from: "a/b:1", to: "a/b:22" })).toBe(same);
  });
});
