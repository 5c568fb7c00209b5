import { describe, expect, it } from "vitest";

import { diffStat, unifiedDiff } from "./diff.ts";

const numbered = Array.from({ length: 20 }, (_, at) => `line ${at + 1}\n`);

describe("unifiedDiff", () => {
  it("is empty when nothing changed", () => {
    expect(unifiedDiff("a.yaml", "same\n", "same\n")).toBe("");
  });

  it("shows three lines around each change", () => {
    const after = numbered.with(4, "LINE 5\n").with(17, "LINE 18\n").join("");
    expect(unifiedDiff("dir/a b.yaml", numbered.join(""), after)).toBe(
      [
        "diff --git a/dir/a b.yaml b/dir/a b.yaml",
        "--- a/dir/a b.yaml",
        "+++ b/dir/a b.yaml",
        "@@ -2,7 +2,7 @@",
        " line 2",
        " line 3",
        " line 4",
        "-line 5",
        "+LINE 5",
        " line 6",
        " line 7",
        " line 8",
        "@@ -15,6 +15,6 @@",
        " line 15",
        " line 16",
        " line 17",
        "-line 18",
        "+LINE 18",
        " line 19",
        " line 20",
        "",
      ].join("\n"),
    );
  });

  it.each([
    [
      "CRLF",
      "a: 1\r\nb: 2\r\n",
      "a: 1\r\nb: 3\r\n",
      "@@ -1,2 +1,2 @@\n a: 1\r\n-b: 2\r\n+b: 3\r\n",
    ],
    ["one line", "a: 1\n", "a: 2\n", "@@ -1 +1 @@\n-a: 1\n+a: 2\n"],
    [
      "no final newline",
      "a: 1",
      "a: 2",
      "@@ -1 +1 @@\n-a: 1\n\\ No newline at end of file\n+a: 2\n\\ No newline at end of file\n",
    ],
    ["a first line", "", "a: 1\n", "@@ -0,0 +1 @@\n+a: 1\n"],
    ["lines like headers", "--- a\n", "+++ b\n", "@@ -1 +1 @@\n---- a\n++++ b\n"],
  ])("is true to the bytes: %s", (...[, before, after, hunk]) => {
    const head = "diff --git a/f b/f\n--- a/f\n+++ b/f\n";
    expect(unifiedDiff("f", before, after)).toBe(head + hunk);
  });
});

describe("diffStat", () => {
  it("counts files and lines over several diffs", () => {
    const one = unifiedDiff("a", "1\n2\n", "1\n3\n4\n");
    const two = unifiedDiff("b", "--- x\n", "+++ y\n");
    expect(diffStat(one + two)).toEqual({ files: 2, added: 3, removed: 2 });
    expect(diffStat("")).toEqual({ files: 0, added: 0, removed: 0 });
  });
});
