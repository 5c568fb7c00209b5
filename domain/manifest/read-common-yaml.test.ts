import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { parseManifestFile } from "./file.ts";
import { readAnyYaml } from "./read-any-yaml.ts";
import { readCommonYaml } from "./read-common-yaml.ts";
import { splitDocuments } from "./source-part.ts";
import { plainOf } from "./yaml-node.ts";

function readBoth(text: string) {
  const parts = splitDocuments(text) ?? [];
  return parts.map((part) => {
    return { common: readCommonYaml(text, part), any: readAnyYaml(text, part) };
  });
}

const texts = ["cases", "edit-cases"].flatMap((folder) => {
  const path = join(import.meta.dirname, folder);
  return readdirSync(path, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => readFileSync(join(path, name), "utf8"));
});

describe("readCommonYaml", () => {
  it.each([
    ["a map", "a: 1\nb: x y\n"],
    ["a map without a last line end", "a: 1\nb: x"],
    ["maps in maps", "a:\n  b:\n    c: d\n  e: f\ng: h\n"],
    ["a list of maps", "a:\n  - b: 1\n    c: 2\n  -   d: 3\n"],
    ["a list that is indented like its key", "a:\n- b\n- c: 1\n  d:\n  - e\nf: 1\n"],
    ["a list alone", "- a\n- b # c\n"],
    ["nothing for a value", "a:\nb: # c\nc:\n  d:\n"],
    ["comments and blank lines", "# a\n\na: 1 # b\n   \n  # c\nb: 2\n# d"],
    ["quotes", `a: "x: y # z"\nb: 'x, y' # c\n"c d": ''\n'e': ""\n`],
    ["numbers and words", "a: 0644\nb: -1.5e3\nc: .inf\nd: .nan\ne: ~\nf: True\ng: 0x1F\nh: 1_0\n"],
    ["flow collections on one line", "a: {b: 1, c: [x y, 'z'], d: {}} # c\ne: []\n"],
    ["plain text of many letters", "a: --x=y:z#w,[1]{2}\nb: http://h:1/p?q=r\nc: é→ü\n"],
    ["a literal block", "a: |\n  x\n   y\n\n  z\n\nb: 1\n"],
    ["a literal block without an end", "a: |-\n  x\n\n\nb: 1\n"],
    ["a literal block with all of its end", "a:\n  b: |+\n    x\n\n\nc: 1\n"],
    ["folded blocks", "a: >\n  b\n  c\n\n   d\n\n\ne:\n  - >-\n   f\n  - >+\n    g\n\n"],
    ["a literal block in a list", "- |\n  a: b\n  # no comment\n- x\n"],
    ["quotes over several lines", "a: 'b  \n  c ''d''\n\n\n  # e\n  '\nf: \"g\n  h\" # i\nj: 1\n"],
    ["several documents", "---\na: 1\n---\n# c\nb: 1\n"],
    ["what stands before a marker", "# head\n\n---\n\na: 1\n"],
  ])("reads %s as the library does", (_, text) => {
    for (const { common, any } of readBoth(text)) expect([common]).toEqual(any);
  });

  it.each([
    ["text over several lines", "a: b\n  c\n"],
    ["quotes with escapes", 'a: "\\n"\n'],
    ["doubled quotes", "a: 'it''s'\n"],
    ["a folded block of nothing", "a: >\nb: 1\n"],
    ["an indentation indicator", "a: |2\n   b\n"],
    ["a comment behind an indicator", "a: | # c\n  b\n"],
    ["blanks in a literal block", "a: |\n  b\n   \n  c\n"],
    ["a literal block that ends the file", "a: |\n  b"],
    ["a literal block of nothing", "a: |\nb: 1\n"],
    ["anchors", "a: &x 1\n"],
    ["aliases", "a: *x\n"],
    ["tags", "a: !!str 1\n"],
    ["merge keys", "a:\n  <<: {b: 1}\n"],
    ["explicit keys", "? a\n: b\n"],
    ["flow collections over several lines", "a: [\n  b]\n"],
    ["a key in a list", "a: [b: c]\n"],
    ["a key without a value in braces", "a: {b}\n"],
    ["a comma left over", "a: [b, ]\n"],
    ["a list in a list", "- - a\n"],
    ["an item on the next line", "-\n  a: 1\n"],
    ["a scalar alone", "a\n"],
    ["nothing at all", "---\n"],
    ["text behind a marker", "--- a\n"],
    ["tabs", "a:\tb\n"],
    ["CRLF", "a: b\r\n"],
    ["a byte order mark", "\uFEFFa: b\n"],
    ["no-break spaces", "a: b\u00a0\n"],
    ["a document that is indented", "  a: b\n"],
    ["lines indented unlike the others", "a:\n    b: 1\n  c: 2\n"],
    ["an unclosed quote", "a: 'b\n"],
    ["two values", "a: 'b' c\n"],
    ["a colon in plain text", "a: b: c\n"],
    ["keys of several words", "a b: c\n"],
    ["a template", "a: {{ .b }}\n"],
    ["deep nesting", `${"[".repeat(60)}${"]".repeat(60)}\n`],
  ])("leaves %s to the library", (_, text) => {
    expect(readBoth(text).map(({ common }) => common)).toEqual([null]);
  });

  it.each([
    ["as its key", "a:\n  b: '[\n  ]'\nc: 1\n", { b: "[ ]" }],
    ["less than its key", 'a:\n  b: "x\ny"\nc: 1\n', { b: "x y" }],
  ])("reads quoted text that is indented %s, as Kubernetes does", (_, text, a) => {
    const [document] = parseManifestFile("a.yaml", text).documents;
    expect(document && plainOf(document.tree)).toEqual({ a, c: 1 });
  });

  it("says what the library says about every document of the case folders", () => {
    const both = texts.flatMap(readBoth);
    const taken = both.filter(({ common }) => common !== null);
    for (const { common, any } of taken) expect([common]).toEqual(any);
    expect(taken.length).toBeGreaterThan(both.length / 3);
  });
});
