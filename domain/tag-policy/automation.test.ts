import { describe, expect, it } from "vitest";

import { formatImageRef, parseImageRef } from "#domain/image/ref.ts";

import {
  type AutomationSkip,
  automatedImage,
  describeAutomationSkip,
  undescribedTags,
} from "./automation.ts";
import { parseTagPolicy } from "./policy.ts";
import type { TagInfo } from "./rank.ts";

const digest = `sha256:${"c".repeat(64)}`;

function built(tag: string, day: number): TagInfo {
  return { tag, digest, createdAt: `2026-01-${String(day).padStart(2, "0")}T00:00:00Z` };
}

function ageless(tag: string): TagInfo {
  return { tag, digest };
}

function automate(
  image: string,
  filter: string,
  tags: readonly TagInfo[],
  heldBy: "locked" | "ignored" | null = null,
) {
  return automatedImage({
    current: parseImageRef(image),
    policy: parseTagPolicy(filter),
    tags,
    heldBy,
  });
}

describe("automation releases", () => {
  it.each([
    ["nginx:a", "*", [built("a", 1), built("b", 2)], "nginx:b"],
    ["docker.io/nginx:a", "*", [built("a", 1), built("b", 2)], "docker.io/nginx:b"],
    ["nginx:b", "glob:a*", [built("a1", 1), built("b", 2)], "nginx:a1"],
    ["r.test/a:1.0.0", "semver:^1.0", [ageless("1.0.0"), ageless("1.1.0")], "r.test/a:1.1.0"],
    [
      "r.test/a:main-1",
      "semver:*",
      [built("3", 1), built("main-1", 2), built("2", 3)],
      "r.test/a:3",
    ],
    ["r.test/a:1.0.0", "semver:*", [{ tag: "1.0.0" }, { tag: "1.1.0" }], "r.test/a:1.1.0"],
    ["r.test/a:9", "numerical:asc", [{ tag: "9" }, { tag: "10" }], "r.test/a:10"],
    [`nginx:a@sha256:${"b".repeat(64)}`, "*", [built("a", 1), built("b", 2)], `nginx:b@${digest}`],
    ["nginx:a", "*", [built("a", 1), built("b", 2), built("latest", 3)], "nginx:b"],
    ["nginx:a", "latest", [built("a", 1), built("b", 2), built("latest", 3)], "nginx:latest"],
  ])("%s under %s", (image, filter, tags, expected) => {
    const result = automate(image, filter, tags);
    expect(result.kind === "release" && formatImageRef(result.image)).toBe(expected);
  });
});

describe("automation skips", () => {
  it.each<[string, string, readonly TagInfo[], AutomationSkip]>([
    ["nginx:b", "*", [built("a", 1), built("b", 2)], { code: "up-to-date" }],
    ["nginx:a", "glob:x*", [built("a", 1)], { code: "no-tag-allowed" }],
    ["nginx:a", "*", [], { code: "no-tag-allowed" }],
    ["nginx:a", "*", [built("a", 1), built("", 2)], { code: "untagged" }],
    ["nginx:a", "*", [ageless("a"), built("b", 2)], { code: "time-unknown", tag: "a" }],
    ["nginx:a", "*", [ageless("b"), ageless("c")], { code: "time-unknown", tag: "a" }],
    ["nginx", "*", [built("b", 2)], { code: "time-unknown", tag: "latest" }],
    ["nginx:x", "glob:b", [built("x", 1), ageless("b")], { code: "time-unknown", tag: "b" }],
    [
      "nginx:a",
      "*",
      [built("a", 1), built("b", 2), { tag: "c" }],
      { code: "undescribed", tags: ["c"] },
    ],
  ])("%s under %s", (image, filter, tags, reason) => {
    expect(automate(image, filter, tags)).toEqual({ kind: "skip", reason });
    expect(describeAutomationSkip(reason)).toMatch(/^[A-Z0-9a-z].*\.$/);
  });

  it.each(["locked", "ignored"] as const)("a workload that is %s", (by) => {
    const reason = { code: "held", by } as const;
    expect(automate("nginx:a", "*", [built("a", 1), built("b", 2)], by)).toEqual({
      kind: "skip",
      reason,
    });
    expect(describeAutomationSkip(reason)).toContain(by);
  });
});

it("knows which allowed tags no scan has described", () => {
  const tags = [built("v1", 1), { tag: "v2" }, { tag: "latest" }, { tag: "main-1" }];
  expect(undescribedTags({ policy: parseTagPolicy("semver:*"), tags })).toEqual(["v2"]);
});
