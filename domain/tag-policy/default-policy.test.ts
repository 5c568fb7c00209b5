import { expect, it } from "vitest";

import { defaultPolicyFor } from "./default-policy.ts";
import { formatTagPolicy } from "./policy.ts";
import { rankTags } from "./rank.ts";

const cases = [
  ["1.2.3", "semver:*"],
  ["v1.2.3", "semver:*"],
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
] as const;

it.each(cases)("%s is followed by %s", (tag, policy) => {
  expect(formatTagPolicy(defaultPolicyFor(tag))).toBe(policy);
});

it("always admits the tag it was made for, latest aside", () => {
  for (const [tag] of cases.filter(([text]) => text !== "latest")) {
    expect(rankTags({ policy: defaultPolicyFor(tag), tags: [{ tag }] }).ranked).toHaveLength(1);
  }
});
