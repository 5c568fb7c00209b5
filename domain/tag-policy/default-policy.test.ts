import { expect, it } from "vitest";

import { defaultPolicyFor } from "./default-policy.ts";
import { formatTagPolicy } from "./policy.ts";
import { rankTags } from "./rank.ts";

const cases = [
  ["1.2.3", "semver:*:^\\d"],
  ["v1.2.3", "semver:*:^v"],
  ["main-9a16ff9", "glob:main-*"],
  ["main-deadbee", "glob:main-*"],
  ["main-9a16ff9-1700000000", "glob:main-*"],
  ["prod-main-9a16ff9", "glob:prod-main-*"],
  ["feature_x_12", "glob:feature_x_*"],
  ["build.42", "glob:build.*"],
  ["main", "glob:*"],
  ["latest", "glob:*"],
  ["v1", "glob:*"],
  ["v1.2", "glob:*"],
  ["1.2.3-rc.1", "glob:*"],
  ["1.27-alpine", "glob:*"],
  ["9a16ff9", "glob:*"],
  ["-x", "glob:*"],
  ["", "glob:*"],
  ["20260101202601012026.1.0", "glob:*"],
] as const;

it.each(cases)("%s is followed by %s", (tag, policy) => {
  expect(formatTagPolicy(defaultPolicyFor(tag))).toBe(policy);
});

it("always admits the tag it was made for, latest aside", () => {
  for (const [tag] of cases.filter(([text]) => text !== "latest")) {
    expect(rankTags({ policy: defaultPolicyFor(tag), tags: [{ tag }] }).ranked).toHaveLength(1);
  }
});

it("keeps to the way in which the version in use is written", () => {
  const tags = ["1.2.3", "v1.2.3", "1.2.4", "v1.2.4", "v1.3.0"].map((tag) => ({ tag }));
  function newest(tag: string) {
    return rankTags({ policy: defaultPolicyFor(tag), tags }).ranked.map((info) => info.tag);
  }
  expect(newest("1.2.3")).toEqual(["1.2.4", "1.2.3"]);
  expect(newest("v1.2.3")).toEqual(["v1.3.0", "v1.2.4", "v1.2.3"]);
});
