import { expect, it } from "vitest";

import { parseTagPolicy } from "./policy.ts";
import type { TagInfo } from "./rank.ts";
import { type TagSummary, summarizeTags } from "./summary.ts";

function built(tag: string, day: number): TagInfo {
  return { tag, createdAt: `2026-01-${String(day).padStart(2, "0")}T00:00:00Z` };
}

const builds = [built("main-1", 1), built("main-2", 2), built("dev-1", 3), built("latest", 4)];
const versions = ["1.0.0", "1.1.0", "2.0.0-rc.1", "2.0.0", "main"].map((tag) => ({ tag }));

it.each<[string, string, readonly TagInfo[], TagSummary]>([
  [
    "*",
    "main-2",
    builds,
    {
      newest: "dev-1",
      available: ["latest", "dev-1", "main-2", "main-1"],
      newAvailable: 2,
      allowed: 3,
      newAllowed: 1,
    },
  ],
  [
    "glob:main-*",
    "dev-1",
    builds,
    {
      newest: "main-2",
      available: ["latest", "dev-1", "main-2", "main-1"],
      newAvailable: 1,
      allowed: 2,
      newAllowed: 0,
    },
  ],
  [
    "semver:~1",
    "1.0.0",
    versions,
    {
      newest: "1.1.0",
      available: ["2.0.0", "2.0.0-rc.1", "1.1.0", "1.0.0", "main"],
      newAvailable: 3,
      allowed: 2,
      newAllowed: 1,
    },
  ],
  [
    "semver:*",
    "main",
    versions,
    {
      newest: "2.0.0",
      available: ["2.0.0", "2.0.0-rc.1", "1.1.0", "1.0.0", "main"],
      newAvailable: 4,
      allowed: 3,
      newAllowed: 3,
    },
  ],
  [
    "*",
    "gone",
    builds,
    {
      newest: "dev-1",
      available: ["latest", "dev-1", "main-2", "main-1"],
      newAvailable: 4,
      allowed: 3,
      newAllowed: 3,
    },
  ],
  ["glob:x", "x", [], { newest: null, available: [], newAvailable: 0, allowed: 0, newAllowed: 0 }],
])("%s about %s", (filter, current, tags, expected) => {
  expect(summarizeTags({ policy: parseTagPolicy(filter), tags, current })).toEqual(expected);
});
