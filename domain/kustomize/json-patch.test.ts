import { describe, expect, it } from "vitest";

import { DomainError } from "#domain/error.ts";
import { parseManifestFile } from "#domain/manifest/file.ts";
import { plainOf } from "#domain/manifest/yaml-node.ts";
import type { YamlNode } from "#domain/manifest/yaml-node.ts";

import { applyJsonPatch } from "./json-patch.ts";

function treeOf(value: unknown): YamlNode {
  const [document] = parseManifestFile("f.yaml", JSON.stringify(value)).documents;
  if (document === undefined) throw new Error("no document");
  return document.tree;
}

function patch(object: unknown, ...operations: readonly unknown[]): unknown {
  const tree = treeOf(object);
  const list = treeOf(operations);
  if (tree.kind !== "map" || list.kind !== "seq") throw new Error("not an object and a list");
  return plainOf(applyJsonPatch(tree, list.items));
}

describe("applyJsonPatch", () => {
  it.each([
    [{ a: 1 }, { op: "add", path: "/b", value: 2 }, { a: 1, b: 2 }],
    [{ a: [1, 3] }, { op: "add", path: "/a/1", value: 2 }, { a: [1, 2, 3] }],
    [{ a: [1] }, { op: "add", path: "/a/-", value: 2 }, { a: [1, 2] }],
    [{ a: [1] }, { op: "add", path: "/a/1", value: 2 }, { a: [1, 2] }],
    [{ a: [1, 2] }, { op: "replace", path: "/a/0", value: { b: 3 } }, { a: [{ b: 3 }, 2] }],
    [
      { "a/b": { "c~d": 1 } },
      { op: "replace", path: "/a~1b/c~0d", value: 2 },
      { "a/b": { "c~d": 2 } },
    ],
    [{ a: 1, b: 2 }, { op: "remove", path: "/a" }, { b: 2 }],
    [{ a: [1, 2] }, { op: "remove", path: "/a/0" }, { a: [2] }],
    [{ a: 1 }, { op: "copy", from: "/a", path: "/b" }, { a: 1, b: 1 }],
    [{ a: 1 }, { op: "move", from: "/a", path: "/b" }, { b: 1 }],
    [{ a: [1] }, { op: "test", path: "/a", value: [1] }, { a: [1] }],
    [{ a: 1 }, { op: "replace", path: "", value: { b: 1 } }, { b: 1 }],
  ])("%j with %j", (object, operation, expected) => {
    expect(patch(object, operation)).toEqual(expected);
  });

  it("refuses copies of copies", () => {
    const copies = Array.from({ length: 60 }, (_, at) => ({
      op: "copy",
      from: "",
      path: `/c${at}`,
    }));
    expect(() => patch({ a: 1 }, ...copies)).toThrow(/too large/);
  });

  it.each([
    [{ op: "replace", path: "/nope", value: 1 }, /nothing is there/],
    [{ op: "remove", path: "/nope" }, /nothing is there/],
    [{ op: "add", path: "/nope/b", value: 1 }, /"nope" is not there/],
    [{ op: "add", path: "/a/b", value: 1 }, /plain value/],
    [{ op: "add", path: "/l/9", value: 1 }, /1 items/],
    [{ op: "add", path: "/l/x", value: 1 }, /1 items/],
    [{ op: "remove", path: "/l/-" }, /nothing is there/],
    [{ op: "add", path: "/a" }, /no value/],
    [{ op: "test", path: "/a", value: 2 }, /the test fails/],
    [{ op: "merge", path: "/a", value: 2 }, /not an operation/],
    [{ op: "replace", path: "", value: [] }, /whole object/],
  ])("refuses %j", (operation, message) => {
    const act = () => patch({ a: 1, l: [1] }, operation);
    expect(act).toThrow(DomainError);
    expect(act).toThrow(message);
  });
});
