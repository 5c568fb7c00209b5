import { describe, expect, it } from "vitest";

import { parseTagPolicy } from "./policy.ts";
import { type TagInfo, orderTags, rankTags } from "./rank.ts";

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

const decimals = ["1.5", "2.05", "10", "2.10", "1.50"].map((tag) => ({ tag }));
const builds = [
  "main-9a16ff9-1700000200",
  "main-deadbee-900000000",
  "main-00c0ffee-1700000300",
  "prod-main-1-1700000400",
  "latest",
].map((tag) => ({ tag }));

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
    ["semver:*:^v", versions, ["v1.1.0"]],
    [
      "semver:>=1.2:$v:^main-(?P<v>[0-9.]+)-",
      ["main-1.10.0-a", "main-1.9.0-b", "main-1.1.0-c", "dev-2.0.0-d"].map((tag) => ({ tag })),
      ["main-1.10.0-a", "main-1.9.0-b"],
    ],
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
    ["numerical:asc", decimals, ["10", "2.10", "2.05", "1.5", "1.50"]],
    ["numerical:desc", decimals, ["1.5", "1.50", "2.05", "2.10", "10"]],
    [
      "numerical:asc:$ts:^main-[0-9a-f]+-(?P<ts>\\d+)$",
      builds,
      ["main-00c0ffee-1700000300", "main-9a16ff9-1700000200", "main-deadbee-900000000"],
    ],
    [
      "numerical:desc:$ts:^main-[0-9a-f]+-(?P<ts>\\d+)$",
      builds,
      ["main-deadbee-900000000", "main-9a16ff9-1700000200", "main-00c0ffee-1700000300"],
    ],
    [
      "alphabetical:asc:$ts:-(?P<ts>\\d+)$",
      builds,
      [
        "main-deadbee-900000000",
        "prod-main-1-1700000400",
        "main-00c0ffee-1700000300",
        "main-9a16ff9-1700000200",
      ],
    ],
    [
      "alphabetical:asc:^main",
      builds,
      ["main-deadbee-900000000", "main-9a16ff9-1700000200", "main-00c0ffee-1700000300"],
    ],
    [
      "alphabetical:desc:$2$1:^([a-z]+)-([0-9a-f]+)-",
      builds,
      ["main-00c0ffee-1700000300", "main-9a16ff9-1700000200", "main-deadbee-900000000"],
    ],
    ["numerical:asc:${n}$$:^(?P<n>\\d+)$", numbers, []],
    [
      "numerical:asc:$y$m$d:^(?P<y>\\d{4})\\.(?P<m>\\d\\d)\\.(?P<d>\\d\\d)-",
      ["2025.12.31-z", "2026.01.02-a", "2026.01.10-b", "26.01.11-c"].map((tag) => ({ tag })),
      ["2026.01.10-b", "2026.01.02-a", "2025.12.31-z"],
    ],
    [
      "alphabetical:asc:$sha:^(?P<cluster>prod|stage)-(?P<branch>main)-(?P<sha>[0-9a-f]{7})$",
      ["prod-main-aaaaaaa", "stage-main-bbbbbbb", "prod-dev-ccccccc"].map((tag) => ({ tag })),
      ["stage-main-bbbbbbb", "prod-main-aaaaaaa"],
    ],
  ])("%s", (filter, tags, expected) => {
    expect(order(filter, tags)).toEqual(expected);
  });

  it("puts unknown times last and ties by name", () => {
    const tags = [{ tag: "x10" }, { tag: "x9" }, minute("b", 5), minute("a", 5), minute("c", 6)];
    expect(order("*", tags)).toEqual(["c", "a", "b", "x10", "x9"]);
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
    ["numerical:asc", "v1", { code: "not-a-number", value: "v1" }],
    ["numerical:asc", "1e3", { code: "not-a-number", value: "1e3" }],
    ["numerical:asc:^\\d+$", "v1", { code: "regexp-mismatch", pattern: "^\\d+$" }],
    ["numerical:asc:$n:^(?P<n>\\w+)-", "ab-1", { code: "not-a-number", value: "ab" }],
    ["alphabetical:asc:$n:^v(?P<n>\\w*)", "v", { code: "nothing-extracted", extract: "$n" }],
    ["semver:*:^v", "1.5.0", { code: "regexp-mismatch", pattern: "^v" }],
    ["semver:*:$v:^main-(?P<v>.*)$", "main-x", { code: "not-a-version" }],
    ["semver:>=1.0.0-0 <2", "1.5.0-rc.1", { code: "prerelease", range: ">=1.0.0-0 <2" }],
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

describe("all tags in a policy's order", () => {
  it.each([
    [
      "glob:main-*",
      branches,
      ["latest", "main-a000003-WIP", "prod-main-0000aaa", "main-a000002", "main-a000001"],
    ],
    [
      "semver:~1.10",
      versions,
      ["3", "2.0.1", "2.0.0-rc.1", "1.10.0", "1.10", "1.2.30", "v1.1.0", "1.0.0", "main-1"],
    ],
    ["numerical:asc", numbers, ["20260101120000", "099", "10", "9", "latest", "v1"]],
  ])("%s: those without a place come last", (filter, tags, expected) => {
    const ordered = orderTags({ policy: parseTagPolicy(filter), tags });
    expect(ordered.map(({ tag }) => tag)).toEqual(expected);
  });
});
