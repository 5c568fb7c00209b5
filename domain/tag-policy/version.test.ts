import { expect, it } from "vitest";

import { namesPrerelease, parseRange, parseVersion, stableOf } from "./version.ts";

it.each([
  ["1.2.3", "1.2.3"],
  ["v1.2.3", "1.2.3"],
  ["1.2", "1.2.0"],
  ["3", "3.0.0"],
  ["01.1.0", "1.1.0"],
  ["2.0.0-rc.1", "2.0.0-rc.1"],
  ["1.0.0+build1", "1.0.0"],
  ["1-alpha", "1.0.0-alpha"],
  ["1.0.0.0", undefined],
  ["V1.0.0", undefined],
  ["1.0.0-", undefined],
  ["1.0.0-01", undefined],
  ["master-a1b2c3d", undefined],
  ["946427ff", undefined],
  ["99999999999999999999", undefined],
  ["", undefined],
])("%s is version %s", (tag, version) => {
  expect(parseVersion(tag)?.version).toBe(version);
});

it.each([
  ["*", true],
  ["~1, <1.5", true],
  ["1.x || 3", true],
  ["", false],
  ["  ", false],
  ["newest", false],
])("%s is a range: %s", (text, readable) => {
  expect(parseRange(text) !== null).toBe(readable);
});

it.each([
  [">=1.0.0-0", true],
  ["2.0.0-rc.1", true],
  [">=1.0 <2", false],
  ["1.0 - 2.0", false],
])("%s names a pre-release: %s", (range, expected) => {
  expect(namesPrerelease(range)).toBe(expected);
});

it("knows the stable version that a pre-release leads to", () => {
  const version = parseVersion("2.1.0-rc.1+build");
  expect(version && stableOf(version).version).toBe("2.1.0");
});
