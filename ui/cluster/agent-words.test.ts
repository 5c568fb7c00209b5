import { describe, expect, it } from "vitest";

import { lockNextStep, lockWords, versionWords } from "./agent-words.ts";

describe("an agent's version in words", () => {
  it.each([
    ["current", null],
    [null, null],
    ["older", { word: "agent can be upgraded", upgrade: true }],
    ["too-old", { word: "agent too old", upgrade: true }],
    ["too-new", { word: "agent newer than the server", upgrade: false }],
    ["unknown", { word: "agent of unknown version", upgrade: false }],
  ] as const)("%s", (agentSupport, words) => {
    const found = versionWords({ agentSupport, agentVersion: "0.9.3" });
    if (words === null) expect(found).toBeNull();
    else expect(found).toMatchObject({ ...words, line: expect.stringContaining("0.9.3") });
  });

  it("says that a version that is not supported keeps running", () => {
    for (const agentSupport of ["too-old", "too-new"] as const) {
      expect(versionWords({ agentSupport, agentVersion: "0.9.3" })?.line).toMatch(/keeps running/);
    }
  });
});

it.each(["old-key", "two-agents", "other-cluster"] as const)("says why: %s", (cause) => {
  expect(lockWords(cause)).toMatch(/\.$/);
  expect(lockNextStep).toMatch(/enrols anew/);
});
