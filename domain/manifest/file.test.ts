import { describe, expect, it } from "vitest";

import { parseManifestFile } from "./file.ts";
import { plainOf } from "./yaml-node.ts";

function valuesOf(text: string): readonly unknown[] {
  return parseManifestFile("a.yaml", text).documents.map(({ tree }) => plainOf(tree));
}

function nineAliases(name: string): string {
  return `[${Array.from({ length: 9 }, () => `*${name}`).join(",")}]`;
}

const bomb = [
  "a: &a [x,x,x,x,x,x,x,x,x]",
  ..."bcdefghi"
    .split("")
    .map((name, at) => `${name}: &${name} ${nineAliases("abcdefgh"[at] ?? "")}`),
].join("\n");

describe("parseManifestFile", () => {
  it("reads every document and counts the empty ones", () => {
    const file = parseManifestFile("a.yaml", "# head\n---\na: 1\n---\n---\nb: 2\n...\n");
    expect(file.problems).toEqual([]);
    expect(file.documents.map(({ index, line }) => [index, line])).toEqual([
      [0, 3],
      [1, 4],
      [2, 6],
    ]);
    expect(file.documents.map(({ tree }) => plainOf(tree))).toEqual([{ a: 1 }, null, { b: 2 }]);
  });

  it.each([
    ["nothing", "", []],
    [
      "octal numbers as Kubernetes does",
      "mode: 0644\nport: 0o17\nzero: 0\n",
      [{ mode: 420, port: 15, zero: 0 }],
    ],
    [
      "words of YAML 1.1 as text",
      "a: yes\nb: off\nc: 2020-01-02\n",
      [{ a: "yes", b: "off", c: "2020-01-02" }],
    ],
    ["aliases", "a: &x {k: 1}\nb: *x\n", [{ a: { k: 1 }, b: { k: 1 } }]],
    [
      "merge keys, own entries first",
      "a: &x {k: 1, l: 2}\nb: {<<: *x, k: 3}\n",
      [{ a: { k: 1, l: 2 }, b: { k: 3, l: 2 } }],
    ],
    [
      "several merged maps, the earlier first",
      "a: &x {k: 1}\nb: &y {k: 2, l: 2}\nc: {<<: [*x, *y]}\n",
      [{ a: { k: 1 }, b: { k: 2, l: 2 }, c: { k: 1, l: 2 } }],
    ],
    ["keys that are no text", "1: a\ntrue: b\n", [{ "1": "a", true: "b" }]],
    ["JSON", '{"a": [1, "b", null]}', [{ a: [1, "b", null] }]],
    ["unknown tags", "a: !Ref thing\n", [{ a: "thing" }]],
  ])("reads %s", (_, text, expected) => {
    expect(valuesOf(text)).toEqual(expected);
  });

  it("keeps a key named __proto__ a key", () => {
    const [value] = valuesOf("__proto__: {polluted: 1}\na: 2\n");
    expect(Object.keys(value ?? {})).toEqual(["__proto__", "a"]);
    expect(Object.hasOwn({}, "polluted")).toBe(false);
  });

  it.each([
    ["broken YAML", "a: 1\nb: [\n", 3, 1, /flow sequence/i],
    ["a tab as indentation", "a:\n\tb: 1\n", 2, 1, /tabs/i],
    ["a duplicate key", "a: 1\nb: 2\na: 3\n", 3, 1, /"a" is written twice/],
    ["a template", "image: {{ .Values.image }}\n", 1, 9, /template expressions/],
    [
      "a template's condition",
      "a: 1\n{{- if .Values.b }}\nb: 1\n{{- end }}\n",
      2,
      1,
      /template expressions/,
    ],
    ["a merge of something that is no map", "a:\n  <<: &x v1\nb: *x\n", 2, 10, /has to be a map/],
    ["a merge of nothing", "a:\n  <<:\n", 2, 6, /has to be a map/],
    ["an unknown alias", "a: *nothing\n", 1, 4, /no anchor|Unresolved alias/],
    ["an alias inside itself", "a: &x [*x]\n", 1, 8, /contains itself/],
    ["an alias bomb", bomb, 1, 18, /too many/],
    ["deep nesting", "[".repeat(400) + "]".repeat(400), 1, 202, /too deeply/],
    ["deeper nesting", "[".repeat(100_000), 1, undefined, /too deeply/],
    ["a large file", "a".repeat(10 * 1024 * 1024 + 1), 1, 1, /larger than 10 MB/],
    [
      "a large document that needs the library",
      `a: &x 1\nb: |\n${" b\n".repeat(350_001)}`,
      1,
      1,
      /too large to be read in the way it is written/,
    ],
  ])("tells the place of %s", (...[, text, line, column, message]) => {
    const { documents, problems } = parseManifestFile("dir/a.yaml", text);
    expect(documents).toEqual([]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ file: "dir/a.yaml", line });
    if (column !== undefined) expect(problems[0]?.column).toBe(column);
    expect(problems[0]?.message).toMatch(message);
  });

  it("reads the documents beside a broken one", () => {
    const file = parseManifestFile("a.yaml", "a: 1\n---\nb: [\n---\nc: 3\n---\nd: 1\nd: 2\n");
    expect(file.documents.map(({ index, tree }) => [index, plainOf(tree)])).toEqual([
      [0, { a: 1 }],
      [2, { c: 3 }],
    ]);
    expect(file.problems.map(({ line }) => line)).toEqual([4, 8]);
  });

  it("keeps only what stands before the trouble of a template", () => {
    const text = "a: 1\n---\n{{ if .b }}\nb: 2\n---\nc: 3\n{{ end }}\n";
    const file = parseManifestFile("a.yaml", text);
    expect(file.documents.map(({ tree }) => plainOf(tree))).toEqual([{ a: 1 }]);
    expect(file.problems).toHaveLength(1);
  });

  it("reads a bundle of more than a megabyte", () => {
    const text = "kind: A\nspec:\n  a: [1, 2]\n  b: text\n---\n".repeat(30_000);
    expect(text.length).toBeGreaterThan(1_000_000);
    const file = parseManifestFile("a.yaml", text.slice(0, -4));
    expect(file.problems).toEqual([]);
    expect(file.documents).toHaveLength(30_000);
  }, 30_000);
});
