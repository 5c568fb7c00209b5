import { describe, expect, it } from "vitest";

import { applyEdits } from "./edit.ts";
import type { ScalarEdit } from "./scalar-edit.ts";

function edit(path: ScalarEdit["path"], from: string | null, to: string): ScalarEdit {
  return { file: "f.yaml", document: 0, path, from, to };
}

describe("applyEdits", () => {
  it.each([
    [
      "below a map of lists",
      "m:\n  l:\n    - 1\n",
      "m:\n  l:\n    - 1\n  r:\n    s: v2\n    t: '3'\n",
    ],
    [
      "with the file's indentation",
      "m:\n    l: 1\n",
      "m:\n    l: 1\n    r:\n        s: v2\n        t: '3'\n",
    ],
    [
      "behind a comment",
      "m:\n  l: 1 # why\nz: 1\n",
      "m:\n  l: 1 # why\n  r:\n    s: v2\n    t: '3'\nz: 1\n",
    ],
    [
      "behind a block",
      "m:\n  l: |\n    x\nz: 1\n",
      "m:\n  l: |\n    x\n  r:\n    s: v2\n    t: '3'\nz: 1\n",
    ],
    ["in a file without a last line end", "m:\n  l: 1", "m:\n  l: 1\n  r:\n    s: v2\n    t: '3'"],
    [
      "with the file's line ends",
      "m:\r\n  l: 1\r\n",
      "m:\r\n  l: 1\r\n  r:\r\n    s: v2\r\n    t: '3'\r\n",
    ],
    [
      "in the map that is there",
      "m:\n  r:\n    l: [1]\n",
      "m:\n  r:\n    l: [1]\n    s: v2\n    t: '3'\n",
    ],
    ["in braces", "m: {l: 1}\n", "m: {l: 1, r: {s: v2, t: '3'}}\n"],
    ["below a key without a value", "m:\nz: 1\n", "m:\n  r:\n    s: v2\n    t: '3'\nz: 1\n"],
    [
      "below a comment behind a key without a value",
      "m:\n    r: # why\n",
      "m:\n    r: # why\n        s: v2\n        t: '3'\n",
    ],
    ["for nothing in braces", "{m: , z: 1}\n", "{m: {r: {s: v2, t: '3'}} , z: 1}\n"],
    ["behind a byte order mark", "\uFEFFm: {}\nz: 1", "\uFEFFm: {r: {s: v2, t: '3'}}\nz: 1"],
    [
      "at the top, behind a byte order mark",
      "\uFEFFa: 1\n",
      "\uFEFFa: 1\nm:\n  r:\n    s: v2\n    t: '3'\n",
    ],
    ["in empty braces", "m: {r: {}}\n", "m: {r: {s: v2, t: '3'}}\n"],
    ["at the top", "a: 1\n", "a: 1\nm:\n  r:\n    s: v2\n    t: '3'\n"],
    ["in an anchored map", "m: &m\n  l: 1\n", "m: &m\n  l: 1\n  r:\n    s: v2\n    t: '3'\n"],
  ])("adds values and the maps that they need, %s", (...[, before, after]) => {
    const edits = [edit(["m", "r", "s"], null, "v2"), edit(["m", "r", "t"], null, "3")];
    expect(applyEdits(before, edits)).toBe(after);
  });

  it("adds values to the YAML inside a literal block", () => {
    const before = "p: |-\n  spec:\n    values:\n      l:\n        - 1\nz: 1\n";
    const path = ["p", "spec", "values", "redis", "tag"];
    expect(applyEdits(before, [edit(path, null, "8.6.3")])).toBe(
      before.replace("z:", "      redis:\n        tag: 8.6.3\nz:"),
    );
  });
});
