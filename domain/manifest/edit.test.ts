import { describe, expect, it } from "vitest";

import { DomainError } from "#domain/error.ts";

import { applyEdits, setImage } from "./edit.ts";
import type { ScalarEdit } from "./scalar-edit.ts";

function edit(path: ScalarEdit["path"], from: string | null, to: string): ScalarEdit {
  return { file: "f.yaml", document: 0, path, from, to };
}

function refusalOf(act: () => unknown): DomainError {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return error;
  }
  throw new Error("it was not refused");
}

describe("applyEdits", () => {
  it("returns the same text when there is nothing to do", () => {
    expect(applyEdits("not: [yaml", [])).toBe("not: [yaml");
  });

  it.each([
    "1.10",
    "151",
    "1e3",
    "7e10123",
    "0x1f",
    "0644",
    "0o17",
    "0b1",
    "1_000",
    ".5",
    "1:20",
    "yes",
    "No",
    "ON",
    "y",
    "true",
    "null",
    "~",
    "2024-01-02",
    ".inf",
    "-1",
    "+1",
    "",
    "a: b",
    "a #b",
    "- a",
    "@a",
    "*a",
    "<<",
    "=",
    "tail:",
  ])("quotes %j, which plain text would not keep a string", (value) => {
    expect(applyEdits("tag: v1\n", [edit(["tag"], "v1", value)])).toBe(`tag: '${value}'\n`);
  });

  it.each([
    "v1.10",
    "1.2.3",
    "abc1e3",
    "latest",
    "2024-01-02-abc",
    "sha256:12",
    "a/b:1.0",
    "1.0-rc.1",
    "host:5000/a:b",
  ])("leaves %j plain", (value) => {
    expect(applyEdits("tag: v1\n", [edit(["tag"], "v1", value)])).toBe(`tag: ${value}\n`);
  });

  it.each([
    ["flow maps forbid more in plain text", "{tag: v1}", "a,b", "{tag: 'a,b'}"],
    ["single quotes are doubled", "tag: 'v1'\n", "it's", "tag: 'it''s'\n"],
    ["double quotes are escaped", 'tag: "v1"\n', 'a"b\\c', 'tag: "a\\"b\\\\c"\n'],
    ["a comment after an empty value stays", "tag: v1 # c\n", "v2", "tag: v2 # c\n"],
  ])("%s", (...[, before, to, after]) => {
    expect(applyEdits(before, [edit(["tag"], "v1", to)])).toBe(after);
  });

  it.each([
    ["an empty value", "tag:\nb: 1\n", "tag: v1\nb: 1\n"],
    ["an empty value before a comment", "tag:   # none yet\n", "tag: v1   # none yet\n"],
    ["an empty value at the end of the file", "tag:", "tag: v1"],
    ["an empty value in a flow map", "{tag: , b: 1}\n", "{tag: v1 , b: 1}\n"],
    ["empty quotes", "tag: ''\n", "tag: 'v1'\n"],
  ])("fills %s", (_, before, after) => {
    expect(applyEdits(before, [edit(["tag"], "", "v1")])).toBe(after);
  });

  it.each([
    ["below the last one-line entry", "- name: a\n", "- name: a\n  newTag: v1\n"],
    [
      "behind a comment",
      "- name: a # why\n- name: b\n",
      "- name: a # why\n  newTag: v1\n- name: b\n",
    ],
    ["at the end of the file", "- name: a", "- name: a\n  newTag: v1"],
    ["with the file's line ends", "-   name: a\r\n", "-   name: a\r\n    newTag: v1\r\n"],
    ["inside braces", "- {name: a}\n", "- {name: a, newTag: v1}\n"],
    ["inside braces with a comma left over", "- {name: a, }\n", "- {name: a, newTag: v1, }\n"],
    [
      "between entries that take several lines",
      "- name: a\n  more:\n    - 1\n",
      "- name: a\n  newTag: v1\n  more:\n    - 1\n",
    ],
  ])("adds an entry %s", (_, before, after) => {
    expect(applyEdits(before, [edit([0, "newTag"], null, "v1")])).toBe(after);
  });

  it.each([
    ["a list of its own", "a: 1\n", "a: 1\nimages:\n  - name: x\n    newTag: v1\n"],
    [
      "lists written like the others",
      "r:\n- b # c\n",
      "r:\n- b # c\nimages:\n- name: x\n  newTag: v1\n",
    ],
    ["the end of the file", "r: [b]", "r: [b]\nimages:\n  - name: x\n    newTag: v1"],
    [
      "a text before it",
      "p: |\n  t\n\n# end\n",
      "p: |\n  t\nimages:\n  - name: x\n    newTag: v1\n\n# end\n",
    ],
    ["CRLF", "a: 1\r\n", "a: 1\r\nimages:\r\n  - name: x\r\n    newTag: v1\r\n"],
    [
      "a key without a list",
      "images: # none yet\nz: 1\n",
      "images: # none yet\n  - name: x\n    newTag: v1\nz: 1\n",
    ],
    [
      "a key without a list at the end of the file",
      "images:",
      "images:\n  - name: x\n    newTag: v1",
    ],
    ["an empty list", "images: []\n", "images: [{name: x, newTag: v1}]\n"],
    ["a list in brackets", "images: [{name: y}]\n", "images: [{name: y}, {name: x, newTag: v1}]\n"],
    ["a JSON document", '{"images": []}\n', '{"images": [{name: x, newTag: v1}]}\n'],
    [
      "a list with items",
      "images:\n    - name: y\n      newTag: '1' # c\nz: 1\n",
      "images:\n    - name: y\n      newTag: '1' # c\n    - name: x\n      newTag: v1\nz: 1\n",
    ],
  ])("adds an item for %s", (_, before, after) => {
    expect(applyEdits(before, [edit(["images", "name=x", "newTag"], null, "v1")])).toBe(after);
  });

  it("changes an item by its name, wherever it stands", () => {
    const before = "images:\n- {name: y, newTag: '1'}\n- {name: x, newTag: '1'}\n";
    expect(applyEdits(before, [edit(["images", "name=x", "newTag"], "1", "2")])).toBe(
      before.replace("x, newTag: '1'", "x, newTag: '2'"),
    );
  });

  it("edits the YAML inside a literal block, and only the line it is on", () => {
    const before =
      "p:\r\n  patch: |-\r\n    - op: replace\r\n      value: a:1   # why\r\n  z: 1\r\n";
    expect(applyEdits(before, [edit(["p", "patch", 0, "value"], "a:1", "a:2")])).toBe(
      before.replace("a:1", "a:2"),
    );
  });

  it.each([
    [`patch: '[{"value": "a:1"}]'\n`, `patch: '[{"value": "a:2"}]'\n`],
    [`patch: "[{\\"value\\": \\"a:1\\"}]"\n`, `patch: "[{\\"value\\": \\"a:2\\"}]"\n`],
  ])("edits the JSON inside %s", (before, after) => {
    expect(applyEdits(before, [edit(["patch", 0, "value"], "a:1", "a:2")])).toBe(after);
  });

  it("makes several edits of one line and of several documents at once", () => {
    const before = "a: {x: 1.0-a, y: 2.0-a}\n---\nb: 3.0-a\n";
    const edits = [
      edit(["a", "y"], "2.0-a", "2.0-bcd"),
      { ...edit(["b"], "3.0-a", "4"), document: 1 },
      edit(["a", "x"], "1.0-a", "1"),
    ];
    expect(applyEdits(before, edits)).toBe("a: {x: '1', y: 2.0-bcd}\n---\nb: '4'\n");
  });

  it("takes the same edit twice as one", () => {
    const once = edit(["a"], "v1", "v2");
    expect(applyEdits("a: v1\n", [once, once])).toBe("a: v2\n");
    const added = edit(["m", "newTag"], null, "v2");
    expect(applyEdits("m:\n  a: v1\n", [added, added])).toBe("m:\n  a: v1\n  newTag: v2\n");
  });

  it("says what a file has instead of what the plan was made from", () => {
    const error = refusalOf(() => applyEdits("# c\na: v3\n", [edit(["a"], "v1", "v2")]));
    expect(error.code).toBe("plan-stale");
    expect(error.data).toMatchObject({ file: "f.yaml", line: 2, expected: "v1", found: "v3" });
  });

  it.each([
    ["the path is gone", "b: v1\n", edit(["a", "c"], "v1", "v2"), "plan-stale"],
    ["the key is gone", "b: v1\n", edit(["a"], "v1", "v2"), "plan-stale"],
    ["the document is gone", "a: v1\n", { ...edit(["a"], "v1", "v2"), document: 3 }, "plan-stale"],
    ["the key is there by now", "a: v1\n", edit(["a"], null, "v2"), "plan-stale"],
    ["an alias shares the value", "a: &x v1\nb: *x\n", edit(["a"], "v1", "v2"), "edit-refused"],
    [
      "the value has several lines",
      "a: >-\n  v1\n\n  b\n",
      edit(["a"], "v1\nb", "v2"),
      "edit-refused",
    ],
    [
      "the item is there by now",
      "i: [{name: x, t: v1}]\n",
      edit(["i", "name=x", "t"], null, "v2"),
      "plan-stale",
    ],
    [
      "the item is gone",
      "i: [{name: y, t: v1}]\n",
      edit(["i", "name=x", "t"], "v1", "v2"),
      "plan-stale",
    ],
    [
      "there is no room for a list",
      "{a: 1}\n",
      edit(["i", "name=x", "t"], null, "v2"),
      "edit-refused",
    ],
    [
      "the list's key has something else",
      "i: ~\nb: 1\n",
      edit(["i", "name=x", "t"], null, "v2"),
      "edit-refused",
    ],
    ["the map is none by now", "m: v1\n", edit(["m", "a"], null, "v2"), "plan-stale"],
    ["the map is written as null", "m: ~\n", edit(["m", "a"], null, "v2"), "plan-stale"],
    ["the map stands in a list", "m: {}\n", edit(["m", "l", 0, "a"], null, "v2"), "plan-stale"],
    ["the map is shared", "m: &m\n  k: {}\nn: *m\n", edit(["m", "a"], null, "v2"), "edit-refused"],
  ])("refuses when %s", (...[, text, change, code]) => {
    expect(refusalOf(() => applyEdits(text, [change])).code).toBe(code);
  });

  it("refuses two values for one added item", () => {
    const path = ["images", "name=x", "newTag"];
    const edits = [edit(path, null, "v2"), edit(path, null, "v3")];
    expect(refusalOf(() => applyEdits("a: 1\n", edits)).code).toBe("edit-refused");
  });

  it("refuses two values for one added scalar", () => {
    const path = ["m", "redis", "tag"];
    const edits = [edit(path, null, "v2"), edit(path, null, "v3")];
    expect(refusalOf(() => applyEdits("m:\n  a: 1\n", edits)).code).toBe("edit-refused");
  });

  it("refuses two values for one scalar", () => {
    const text = "a: &x v1\nb: {k: *x}\nc: &y {l: *x}\nd: *y\n";
    const edits = [edit(["c", "l"], "v1", "v2"), edit(["d", "l"], "v1", "v3")];
    expect(refusalOf(() => applyEdits(text, edits)).code).toBe("edit-refused");
  });

  it.each([
    ["one of two aliases", [["b", "v2"]], "a: &x v1\nb: v2\nc: [*x]\n"],
    ["the anchor and one of its aliases", null, null],
    [
      "every alias but the anchor",
      [
        ["b", "1"],
        ["c", "v3"],
      ],
      "a: &x v1\nb: '1'\nc: [v3]\n",
    ],
    [
      "each its own",
      [
        ["a", "v2"],
        ["b", "v3"],
        ["c", "v4"],
      ],
      "a: &x v2\nb: v3\nc: [v4]\n",
    ],
    [
      "all the same",
      [
        ["a", "v2"],
        ["b", "v2"],
        ["c", "v2"],
      ],
      "a: &x v2\nb: *x\nc: [*x]\n",
    ],
  ] as const)("writes the value in place of an alias: %s", (_, wanted, after) => {
    const before = "a: &x v1\nb: *x\nc: [*x]\n";
    const values = wanted ?? [
      ["a", "v2"],
      ["b", "v2"],
    ];
    const edits = values.map(([key, to]) => edit(key === "c" ? ["c", 0] : [key], "v1", to));
    if (after === null) {
      expect(refusalOf(() => applyEdits(before, edits)).message).toMatch(/also change c\.0/);
    } else expect(applyEdits(before, edits)).toBe(after);
  });
});

describe("setImage", () => {
  function pod(name: string): string {
    return `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec: {containers: [{name: c, image: a:1}]}\n`;
  }
  const change = { path: "f.yaml", container: "c", image: { name: "a", tag: "2" } } as const;

  it("edits the workload of that name only", () => {
    const text = `${pod("one")}---\n${pod("two")}`;
    expect(setImage({ ...change, text, workload: "default:pod/two" })).toBe(
      `${pod("one")}---\n${pod("two").replace("a:1", "a:2")}`,
    );
  });

  it.each([
    ["the workload is missing", pod("one"), /no default:pod\/two/],
    ["the file is broken", "a: [", /flow/i],
    [
      "it is defined twice",
      `${pod("two")}---\n${pod("two").replace("a:1", "a:3")}`,
      /more than once/,
    ],
  ])("refuses when %s", (_, text, message) => {
    const error = refusalOf(() => setImage({ ...change, text, workload: "default:pod/two" }));
    expect(error.code).toBe("not-found");
    expect(error.message).toMatch(message);
  });
});
