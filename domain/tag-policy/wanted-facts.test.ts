import { describe, expect, it } from "vitest";

import { readUse } from "./candidates.ts";
import type { TagInfo } from "./rank.ts";
import { wantedFacts } from "./wanted-facts.ts";

function use(image: string, filter?: string) {
  const read = readUse(image, filter);
  if (read === null) throw new Error(`${image} or ${filter} cannot be read`);
  return read;
}

const many: readonly TagInfo[] = Array.from({ length: 100 }, (_, at) => ({ tag: `1.${at}.0` }));
const builds: readonly TagInfo[] = Array.from({ length: 60 }, (_, at) => ({ tag: `main-${at}` }));

function described(tags: readonly TagInfo[], ...known: readonly string[]): readonly TagInfo[] {
  return tags.map(({ tag }) => (known.includes(tag) ? { tag, digest: "known" } : { tag }));
}

describe("a large repository", () => {
  it.each([
    ["a semver range", use("app:1.3.0", "semver:~1"), many, ["1.3.0", "1.99.0"]],
    ["a version in use", use("app:1.3.0"), many, ["1.3.0", "1.99.0"]],
    ["a number", use("app:main-1", "numerical:asc:$n:(?P<n>\\d+)$"), builds, ["main-1", "main-59"]],
    ["a text", use("app:main-1", "alphabetical:desc"), builds, ["main-1", "main-0"]],
    ["a tag that is gone", use("app:gone", "semver:*"), many, ["1.99.0"]],
    ["no allowed tag", use("app:1.3.0", "semver:>5"), many, ["1.3.0"]],
    ["no tag in use", use("app", "semver:*"), many, ["1.99.0"]],
  ])("under %s: the tag in use and the newest", (_, uses, tags, expected) => {
    expect(wantedFacts({ tags, uses: [uses] })).toEqual({ describe: expected, check: [] });
  });

  it("under a time-ordered policy: all that it allows, the newest-looking first", () => {
    const tags = [...many, ...builds];
    const { describe: wanted } = wantedFacts({ tags, uses: [use("app:main-7", "glob:main-*")] });
    expect(wanted.slice(0, 4)).toEqual(["main-7", "main-0", "main-59", "main-58"]);
    expect(wanted).toHaveLength(60);
  });

  it("for nobody: nothing", () => {
    expect(wantedFacts({ tags: many, uses: [] })).toEqual({ describe: [], check: [] });
  });

  it("for several: what any of them wants, once", () => {
    const uses = [use("app:1.3.0"), use("app:1.3.0", "semver:~1.4"), use("app:1.5.0")];
    const wanted = wantedFacts({ tags: many, uses });
    expect(wanted.describe).toEqual(["1.3.0", "1.99.0", "1.4.0", "1.5.0"]);
  });
});

it("describes a small repository whole", () => {
  const tags = [{ tag: "1.0.0" }, { tag: "1.1.0" }, { tag: "latest" }];
  const { describe: wanted } = wantedFacts({ tags, uses: [use("app:1.0.0")] });
  expect(wanted).toEqual(["1.0.0", "1.1.0", "latest"]);
});

it("asks nothing twice, but looks whether a tag that matters was pushed again", () => {
  const tags = described(many, "1.3.0", "1.99.0", "1.50.0");
  expect(wantedFacts({ tags, uses: [use("app:1.3.0")] })).toEqual({
    describe: [],
    check: ["1.3.0", "1.99.0"],
  });
});
