import { expect, it } from "vitest";

import { commonFolder, isWithin, sourceFolder } from "./source-folder.ts";

it.each([
  ["./clusters/prod/", "clusters/prod"],
  ["/clusters//prod", "clusters/prod"],
  ["./", ""],
  ["", ""],
  [".github/apps", ".github/apps"],
])("writes %j as %j", (path, folder) => {
  expect(sourceFolder(path)).toBe(folder);
});

it.each([
  ["clusters/prod", "", true],
  ["clusters/prod", "clusters", true],
  ["clusters/prod", "clusters/prod", true],
  ["clusters/production", "clusters/prod", false],
  ["clusters", "clusters/prod", false],
  ["", "clusters", false],
  ["", "", true],
])("finds %j within %j: %s", (folder, outer, expected) => {
  expect(isWithin(folder, outer)).toBe(expected);
});

it.each<[readonly string[], string]>([
  [[], ""],
  [["a/b"], "a/b"],
  [["a/b", "a/c"], "a"],
  [["a/b", "a/b/c"], "a/b"],
  [["a/b/c", "a/b"], "a/b"],
  [["a/b", "a/bc"], "a"],
  [["a", "b"], ""],
  [["", "a"], ""],
])("has %j in common %j", (folders, common) => {
  expect(commonFolder(folders)).toBe(common);
});
