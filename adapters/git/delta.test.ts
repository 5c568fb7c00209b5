import { describe, expect, it } from "vitest";

import { applyDelta, applySplices, spliceBetween, spliceDelta } from "./delta.ts";

const base = Buffer.from("apiVersion: v1\nimage: a:1.0.0\nkind: Pod\n");

describe("a splice", () => {
  it.each([
    { about: "a tag in the middle", after: "apiVersion: v1\nimage: a:1.2.0\nkind: Pod\n" },
    { about: "a longer text", after: "apiVersion: v1\nimage: a:1.0.0-rc1\nkind: Pod\n" },
    {
      about: "something at the start",
      after: "# new\napiVersion: v1\nimage: a:1.0.0\nkind: Pod\n",
    },
    { about: "nothing", after: base.toString() },
    { about: "everything", after: "" },
    { about: "repeated letters", after: "apiVersion: v1\nimage: a:1.0.0.0.0\nkind: Pod\n" },
  ])("is sent as a delta that gives the text again: $about", ({ after }) => {
    const splice = spliceBetween(base, Buffer.from(after));
    expect(applySplices(base, [splice]).toString()).toBe(after);
    expect(applyDelta(base, spliceDelta(base.length, [splice])).toString()).toBe(after);
  });

  it("in a large object costs a few bytes, also beyond what one copy can carry", () => {
    const large = Buffer.alloc(20_000_000, "x");
    const splice = { offset: 18_000_000, length: 3, data: Buffer.from("abc") };
    const delta = spliceDelta(large.length, [splice]);
    expect(delta.length).toBeLessThan(40);
    expect(applyDelta(large, delta).equals(applySplices(large, [splice]))).toBe(true);
  });
});

describe("a delta is refused that", () => {
  const length = base.length;
  it.each([
    { about: "is for another base", delta: [length + 1, 1, 1, 65] },
    { about: "breaks off in its sizes", delta: [length, 0x80] },
    { about: "breaks off in an insert", delta: [length, 5, 5, 65] },
    { about: "breaks off in a copy", delta: [length, 5, 0x91, 0] },
    { about: "copies beyond its base", delta: [length, 5, 0x91, length - 1, 5] },
    { about: "has the instruction that git keeps for later", delta: [length, 1, 0] },
    { about: "gives more than it says", delta: [length, 1, 2, 65, 66] },
    { about: "gives less than it says", delta: [length, 3, 1, 65] },
    { about: "asks for gigabytes", delta: [length, 0xff, 0xff, 0xff, 0xff, 0x7f] },
  ])("$about", ({ delta }) => {
    expect(() => applyDelta(base, Buffer.from(delta))).toThrow(/^(a delta|an object)/);
  });
});
