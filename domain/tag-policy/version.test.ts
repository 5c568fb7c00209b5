import { describe, expect, it } from "vitest";

import { type Version, compareVersions, parseVersion } from "./version.ts";

function print(version: Version | null): string | undefined {
  if (version === null) return undefined;
  const { major, minor, patch, prerelease } = version;
  return [`${major}.${minor}.${patch}`, prerelease.join(".")].filter(Boolean).join("-");
}

it.each([
  ["1.2.3", "1.2.3"],
  ["v1.2.3", "1.2.3"],
  ["1.2", "1.2.0"],
  ["v2", "2.0.0"],
  ["3", "3.0.0"],
  ["01.1.0", "1.1.0"],
  ["0.00.007", "0.0.7"],
  ["2.0.0-rc.1", "2.0.0-rc.1"],
  ["1.0.0+build1", "1.0.0"],
  ["1.0.0-beta+exp.sha.5114f85", "1.0.0-beta"],
  ["1-alpha", "1.0.0-alpha"],
  ["1.2-rc-2", "1.2.0-rc-2"],
  ["1.0.0--", "1.0.0--"],
  ["1.0.0-0", "1.0.0-0"],
  ["1.0.0-0a1", "1.0.0-0a1"],
  ["20260102", "20260102.0.0"],
  ["18446744073709551615", "18446744073709551615.0.0"],
  ["9007199254740993.0.1", "9007199254740993.0.1"],
  ["1.27-alpine", "1.27.0-alpine"],
])("%s is version %s", (tag, version) => {
  expect(print(parseVersion(tag))).toBe(version);
});

it.each([
  "",
  "v",
  "V1.0.0",
  "vv1",
  "1.",
  ".1",
  "1.0.0.0",
  "1.0.0-",
  "1.0.0+",
  "1.0.0-01",
  "1.0.0-a..b",
  "1.0.0-a_b",
  "1.x",
  "1.0.0 ",
  " 1.0.0",
  "-1",
  "main-a1b2c3d",
  "946427ff",
  "18446744073709551616",
  "1.99999999999999999999",
])("%s is no version", (tag) => {
  expect(parseVersion(tag)).toBeNull();
});

describe("order", () => {
  const ascending = [
    "0.0.0-0",
    "0.0.0",
    "0.0.1",
    "0.1.0",
    "0.10.0",
    "1.0.0-0",
    "1.0.0-1",
    "1.0.0-10",
    "1.0.0-alpha",
    "1.0.0-alpha.1",
    "1.0.0-alpha.beta",
    "1.0.0-beta",
    "1.0.0-beta.2",
    "1.0.0-beta.11",
    "1.0.0-rc.1",
    "1.0.0-rc-1",
    "1.0.0",
    "1.0.1",
    "1.2.30",
    "1.10.0",
    "2.0.0",
    "10.0.0",
    "9007199254740992.0.0",
    "9007199254740993.0.0",
    "18446744073709551615.0.0",
  ];
  const versions = ascending.map((text) => parseVersion(text));

  it("is that of semantic versions, with numbers of any size", () => {
    for (const [index, version] of versions.entries()) {
      for (const [other, against] of versions.entries()) {
        if (!version || !against) throw new Error("the table holds versions only");
        expect(Math.sign(compareVersions(version, against))).toBe(Math.sign(index - other));
      }
    }
  });

  it.each([
    ["1.10", "1.10.0"],
    ["v1", "1.0.0"],
    ["1.0.0+a", "1.0.0+b"],
    ["01.2.3", "1.2.3"],
  ])("%s equals %s", (a, b) => {
    const [left, right] = [parseVersion(a), parseVersion(b)];
    expect(left && right && compareVersions(left, right)).toBe(0);
  });
});
