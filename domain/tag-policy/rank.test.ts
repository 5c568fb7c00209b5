import { describe, expect, it } from "vitest";

import { parseTagPolicy } from "./policy.ts";
import { type TagInfo, rankTags } from "./rank.ts";

function minute(tag: string, minutes: number): TagInfo {
  return { tag, createdAt: `2026-01-01T00:${String(minutes).padStart(2, "0")}:00Z` };
}

function order(filter: string, tags: readonly TagInfo[]): string[] {
  return rankTags({ policy: parseTagPolicy(filter), tags }).ranked.map(({ tag }) => tag);
}

const branches = [
  minute("main-a000001", 1),
  minute("main-a000002", 2),
  minute("prod-main-0000aaa", 5),
  minute("latest", 9),
  minute("main-a000003-WIP", 7),
];
const versions = [
  "1.0.0",
  "v1.1.0",
  "1.10",
  "1.10.0",
  "1.2.30",
  "2.0.0-rc.1",
  "2.0.1",
  "3",
  "main-1",
].map((tag, index) => minute(tag, 20 - index));
const numbers = ["9", "10", "099", "v1", "20260101120000", "latest"].map((tag) => ({ tag }));

describe("order, newest first", () => {
  it.each([
    ["*", branches, ["main-a000003-WIP", "prod-main-0000aaa", "main-a000002", "main-a000001"]],
    ["glob:main-*", branches, ["main-a000003-WIP", "main-a000002", "main-a000001"]],
    ["glob:*-WIP", branches, ["main-a000003-WIP"]],
    ["glob:m*a0*2", branches, ["main-a000002"]],
    ["glob:main-a000001*1", branches, []],
    ["glob:[mp]*", branches, []],
    ["glob:?*", branches, []],
    ["latest", branches, ["latest"]],
    ["regexp:^main-[a-f0-9]+$", branches, ["main-a000002", "main-a000001"]],
    [
      "regexp:main",
      branches,
      ["main-a000003-WIP", "prod-main-0000aaa", "main-a000002", "main-a000001"],
    ],
    ["regexp:latest", branches, []],
    ["semver:*", versions, ["3", "2.0.1", "1.10.0", "1.10", "1.2.30", "v1.1.0", "1.0.0"]],
    ["semver:~1.10", versions, ["1.10.0", "1.10"]],
    ["semver:>=1.2, <3", versions, ["2.0.1", "1.10.0", "1.10", "1.2.30"]],
    ["semver:>=2.0.0-0", versions, ["3", "2.0.1", "2.0.0-rc.1"]],
    [
      "alphabetical:asc",
      branches,
      ["prod-main-0000aaa", "main-a000003-WIP", "main-a000002", "main-a000001"],
    ],
    [
      "alphabetical:desc",
      branches,
      ["main-a000001", "main-a000002", "main-a000003-WIP", "prod-main-0000aaa"],
    ],
    ["numerical:asc", numbers, ["20260101120000", "099", "10", "9"]],
    ["numerical:desc", numbers, ["9", "10", "099", "20260101120000"]],
  ])("%s", (filter, tags, expected) => {
    expect(order(filter, tags)).toEqual(expected);
  });

  it("puts unknown times last and ties by name as people count", () => {
    const tags = [{ tag: "x10" }, { tag: "x9" }, minute("b", 5), minute("a", 5), minute("c", 6)];
    expect(order("*", tags)).toEqual(["c", "a", "b", "x9", "x10"]);
  });

  it("does not depend on the order given", () => {
    expect(order("semver:*", versions.toReversed())).toEqual(order("semver:*", versions));
    expect(order("*", branches.toReversed())).toEqual(order("*", branches));
  });

  it("keeps what is known of a tag", () => {
    const tag: TagInfo = { ...minute("main-1", 1), digest: `sha256:${"a".repeat(64)}` };
    expect(rankTags({ policy: { kind: "glob", pattern: "*" }, tags: [tag] }).ranked).toEqual([tag]);
  });
});

describe("latest in any case of letters is no candidate", () => {
  it.each(["*", "glob:LATEST", "regexp:.*", "semver:*", "alphabetical:asc", "numerical:asc"])(
    "under %s",
    (filter) => {
      const tags = [{ tag: "latest" }, { tag: "LATEST" }, { tag: "Latest" }];
      const { ranked, rejected } = rankTags({ policy: parseTagPolicy(filter), tags });
      expect(ranked).toEqual([]);
      expect(rejected.map(({ reason }) => reason.code)).toEqual(["latest", "latest", "latest"]);
    },
  );
});

describe("every tag left out has its reason", () => {
  it.each([
    ["glob:main-*", "dev-1", { code: "glob-mismatch", pattern: "main-*" }],
    ["regexp:^v", "dev-1", { code: "regexp-mismatch", pattern: "^v" }],
    ["semver:~1", "dev-1", { code: "not-a-version" }],
    ["semver:~1", "2.0.0", { code: "out-of-range", range: "~1" }],
    ["semver:~1", "1.3.0-rc.1", { code: "prerelease", range: "~1" }],
    ["semver:~1", "2.0.0-rc.1", { code: "out-of-range", range: "~1" }],
    [
      "semver:>=1.0.0-0 <2.0.0-0",
      "2.0.0-rc.1",
      { code: "out-of-range", range: ">=1.0.0-0 <2.0.0-0" },
    ],
    ["numerical:asc", "v1", { code: "not-a-number" }],
  ])("%s leaves out %s", (filter, tag, reason) => {
    expect(rankTags({ policy: parseTagPolicy(filter), tags: [{ tag }] })).toEqual({
      ranked: [],
      rejected: [{ tag, reason }],
    });
  });

  it("splits the tags: none is lost, none is twice", () => {
    const tags = [...branches, ...versions];
    for (const filter of [
      "*",
      "semver:~1",
      "regexp:1",
      "alphabetical:asc",
      "numerical:desc",
      "latest",
    ]) {
      const { ranked, rejected } = rankTags({ policy: parseTagPolicy(filter), tags });
      const all = [...ranked, ...rejected].map(({ tag }) => tag);
      expect(all.toSorted()).toEqual(tags.map(({ tag }) => tag).toSorted());
    }
  });
});

describe("10,000 tags", () => {
  const tags = Array.from({ length: 10_000 }, (_, index) => ({
    tag: index % 2 === 0 ? `1.${index % 97}.${index}` : `main-${index.toString(16)}`,
    createdAt: `2026-01-${String((index % 28) + 1).padStart(2, "0")}T00:00:${String(index % 60).padStart(2, "0")}Z`,
  }));

  it.each([
    ["*", 10_000],
    ["glob:main-*", 5_000],
    ["semver:~1", 5_000],
    ["regexp:^main-[a-f0-9]+$", 5_000],
    ["alphabetical:asc", 10_000],
  ])("are ranked by %s: %i candidates", (filter, candidates) => {
    const { ranked, rejected } = rankTags({ policy: parseTagPolicy(filter), tags });
    expect(ranked).toHaveLength(candidates);
    expect(ranked.length + rejected.length).toBe(tags.length);
  });
});
