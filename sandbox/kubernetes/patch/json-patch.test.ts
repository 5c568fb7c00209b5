import { describe, expect, it } from "vitest";

import { ApiError } from "#sandbox/kubernetes/status.ts";

import { jsonPatch } from "./json-patch.ts";

const document = { a: { b: [1, 2] }, "x/y": "~" };

describe("a JSON patch", () => {
  it.each([
    [[{ op: "add", path: "/a/b/1", value: 9 }], { a: { b: [1, 9, 2] }, "x/y": "~" }],
    [[{ op: "add", path: "/a/b/-", value: 9 }], { a: { b: [1, 2, 9] }, "x/y": "~" }],
    [[{ op: "add", path: "/a/c", value: {} }], { a: { b: [1, 2], c: {} }, "x/y": "~" }],
    [[{ op: "replace", path: "/a/b/0", value: 3 }], { a: { b: [3, 2] }, "x/y": "~" }],
    [[{ op: "remove", path: "/a/b/0" }], { a: { b: [2] }, "x/y": "~" }],
    [[{ op: "remove", path: "/x~1y" }], { a: { b: [1, 2] } }],
    [[{ op: "move", from: "/a/b", path: "/c" }], { a: {}, c: [1, 2], "x/y": "~" }],
    [[{ op: "copy", from: "/a/b/0", path: "/c" }], { ...document, c: 1 }],
    [[{ op: "test", path: "/a", value: { b: [1, 2] } }], document],
  ])("%j", (operations, expected) => {
    expect(jsonPatch(document, operations)).toEqual(expected);
  });

  it.each([
    [[{ op: "test", path: "/a/b/0", value: 2 }]],
    [[{ op: "remove", path: "/none" }]],
    [[{ op: "replace", path: "/none", value: 1 }]],
    [[{ op: "add", path: "/a/b/7", value: 1 }]],
    [[{ op: "replace", path: "", value: {} }]],
    [[{ op: "add", path: "no-pointer", value: 1 }]],
    [[{ op: "rename", path: "/a" }]],
    [["add"]],
    [{ op: "add" }],
  ])("refuses %j", (operations) => {
    expect(() => jsonPatch(document, operations)).toThrow(ApiError);
  });
});
