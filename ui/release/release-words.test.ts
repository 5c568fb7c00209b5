import { describe, expect, it } from "vitest";

import type { ReleaseItem, ReleaseStep } from "#contracts/api/release.ts";

import { currentWord, progressSentence, releaseWorkloads, troubledPod } from "./release-words.ts";

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

describe("the pod whose log is offered", () => {
  const ready = {
    name: "a",
    ready: true,
    current: true,
    phase: "Running",
    restarts: 2,
    message: "",
  };
  const starting = { ...ready, name: "b", ready: false, restarts: 0 };
  const crashing = { ...starting, name: "c", restarts: 3, message: "exits with 1" };
  const old = { ...crashing, name: "d", current: false };

  it.each([
    { status: "failed", pods: [ready, starting, old, crashing], pod: "c" },
    { status: "failed", pods: [ready, old], pod: "d" },
    { status: "failed", pods: [ready, starting], pod: "b" },
    { status: "failed", pods: [ready], pod: null },
    { status: "rolling", pods: [ready, starting], pod: null },
    { status: "rolling", pods: [starting, crashing], pod: "c" },
    { status: "rolling", pods: [old, crashing], pod: "c" },
    { status: "rolling", pods: [old, starting], pod: null },
    { status: "updated", pods: [crashing], pod: null },
  ] as const)("of a $status item is $pod", ({ status, pods, pod }) => {
    const counts = { updated: 0, ready: 0, desired: 0, message: "" };
    expect(troubledPod({ status, progress: { ...counts, pods: [...pods] } })).toBe(pod);
  });
});
