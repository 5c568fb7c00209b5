import { describe, expect, it } from "vitest";

import type { ReleaseItem, ReleaseStep } from "#contracts/api/release.ts";

import { currentWord, progressSentence, releaseWorkloads } from "./release-words.ts";

function item(name: string, status: ReleaseItem["status"]): ReleaseItem {
  return {
    workload: `shop:deployment/${name}`,
    container: name,
    init: false,
    status,
    reason: null,
    from: null,
    to: null,
    file: null,
    line: null,
    flags: [],
    compareUrl: null,
    progress: null,
    finishedAt: null,
  };
}

function step(name: ReleaseStep["name"]): ReleaseStep {
  return { name, status: "running", startedAt: null, finishedAt: null, note: "" };
}

describe("currentWord", () => {
  it.each([
    { status: "running", steps: [step("rollout")], word: "rolling out" },
    { status: "running", steps: [step("sync")], word: "syncing" },
    { status: "running", steps: [], word: "running" },
    { status: "failed", steps: [step("rollout")], word: "failed" },
  ] as const)("$status is $word", ({ status, steps, word }) => {
    expect(currentWord({ status, steps: [...steps] })).toBe(word);
  });
});

it("says how far the release is without what it skips", () => {
  const items = [
    item("a", "updated"),
    item("b", "rolling"),
    item("c", "failed"),
    item("d", "skipped"),
  ];
  expect(progressSentence({ status: "running", steps: [step("rollout")], items })).toBe(
    "Release rolling out: 1 of 3 containers updated, 1 failed.",
  );
});

it("lists what needs a person first and what was skipped last", () => {
  const items = [
    item("skipped", "skipped"),
    item("done", "updated"),
    item("slow", "rolling"),
    item("bad", "failed"),
  ];
  expect(releaseWorkloads(items).map(({ name }) => name)).toEqual([
    "shop / bad",
    "shop / slow",
    "shop / done",
    "shop / skipped",
  ]);
});
