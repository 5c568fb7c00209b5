import { expect, it } from "vitest";

import { failureWords } from "./engine-failure.ts";
import { commitOf } from "./engine-revision.ts";
import { gitPath } from "./engine-source.ts";

const commit = "3f2a".repeat(10);

it.each([
  [`main@sha1:${commit}`, commit],
  [`refs/heads/main@sha1:${commit}`, commit],
  [`feature/a/${commit}`, commit],
  [`sha1:${commit}`, commit],
  [commit, commit],
  [`main@sha256:${"0".repeat(64)}`, "0".repeat(64)],
  ["1.2.3", "1.2.3"],
  [`${commit}a`, `${commit}a`],
  ["x".repeat(300), "x".repeat(200)],
  ["", null],
  [null, null],
  [undefined, null],
])("reads the revision %s as %s", (revision, expected) => {
  expect(commitOf(revision)).toBe(expected);
});

it.each([
  ["not healthy after 2m0.00513s: x ", "not healthy after 2m0s: x"],
  ["version 1.2 of v1.30.1s", "version 1.2 of v1.30.1s"],
])("says %s as %s", (message, expected) => {
  expect(failureWords(message)).toBe(expected);
});

it.each([
  ["./clusters/prod", "clusters/prod"],
  ["/clusters/prod", "clusters/prod"],
  ["././a", "a"],
  [".", ""],
  ["./", ""],
  ["", ""],
  [null, ""],
  [".hidden/a", ".hidden/a"],
])("takes the path %s for %s", (path, expected) => {
  expect(gitPath(path)).toBe(expected);
});
