import { expect, it } from "vitest";

import { type TagReason, describeTagReason } from "./reason.ts";

const sentences: readonly (readonly [TagReason, string])[] = [
  [{ code: "latest" }, "glob:latest"],
  [{ code: "glob-mismatch", pattern: "main-*" }, "does not match glob:main-*"],
  [{ code: "regexp-mismatch", pattern: "^v" }, "does not match regexp:^v"],
  [{ code: "not-a-version" }, "not a version"],
  [{ code: "prerelease", range: "~1" }, "which semver:~1 does not name"],
  [{ code: "out-of-range", range: "~1" }, "outside semver:~1"],
  [{ code: "nothing-extracted", extract: "$ts" }, "$ts is empty"],
  [{ code: "not-a-number", value: "v1" }, "“v1” is not a number"],
];

it.each(sentences)("%j is told in a sentence", (reason, part) => {
  const sentence = describeTagReason(reason);
  expect(sentence).toContain(part);
  expect(sentence.endsWith(".")).toBe(true);
});
