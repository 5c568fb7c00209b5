import { expect, it } from "vitest";

import { splitDocuments } from "./source-part.ts";

it.each([
  ["nothing", "", []],
  ["comments alone", "# a\n\n  # b", []],
  ["one document", "a: 1\n", ["1 a: 1\n"]],
  ["one behind a marker", "---\na: 1\n", ["1 ---\na: 1\n"]],
  ["comments before the first marker", "# a\n\n---\nb: 1\n", ["1 # a\n\n---\nb: 1\n"]],
  ["a document before the first marker", "a: 1\n---\nb: 1\n", ["1 a: 1\n", "2 ---\nb: 1\n"]],
  ["empty documents", "---\n---\n\n---", ["1 ---\n", "2 ---\n\n", "4 ---"]],
  ["what only looks like a marker", "a: |\n  ---\n----\n---x\n", ["1 a: |\n  ---\n----\n---x\n"]],
  ["a marker behind a line separator", "# a\n\u2028---\nb", ["1 # a\n\u2028---\nb"]],
  ["CRLF", "a: 1\r\n---\r\nb: 1\r\n", ["1 a: 1\r\n", "2 ---\r\nb: 1\r\n"]],
])("takes a text apart: %s", (_, text, expected) => {
  const parts = splitDocuments(text) ?? [];
  expect(parts.map(({ line, start, end }) => `${line} ${text.slice(start, end)}`)).toEqual(
    expected,
  );
});

it.each(["%YAML 1.2\n---\na: 1\n", "a: 1\n...\n", "\uFEFF%YAML 1.2\n---\n", "a: 1\r---\n"])(
  "leaves %j whole",
  (text) => {
    expect(splitDocuments(text)).toBeNull();
  },
);
