import { describe, expect, it } from "vitest";

import type { ReleaseDetail, ReleaseItem } from "#contracts/api/release.ts";
import type { StreamEvent } from "#contracts/events.ts";

import { mergeRelease } from "./merge-release.ts";

function item(container: string, status: ReleaseItem["status"]): ReleaseItem {
  return {
    workload: "shop:deployment/carts",
    container,
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

const release: ReleaseDetail = {
  number: 7,
  title: "carts 0.9.3",
  status: "running",
  target: { id: "c", name: "prod", environment: "prod" },
  sourceName: "stage",
  requestedBy: "ana",
  commit: null,
  rollbackOf: null,
  counts: { updated: 0, skipped: 0, failed: 0, total: 2 },
  createdAt: "2026-11-20T10:00:00.000Z",
  startedAt: null,
  finishedAt: null,
  id: "b8f9b7a6-6f8c-4a7e-9d0b-1c2d3e4f5a6b",
  planId: "b8f9b7a6-6f8c-4a7e-9d0b-1c2d3e4f5a6c",
  repository: "https://git/acme/config",
  branch: "main",
  baseCommit: null,
  message: "",
  diff: "",
  steps: [
    { name: "push", status: "pending", startedAt: null, finishedAt: null, note: "" },
    { name: "rollout", status: "pending", startedAt: null, finishedAt: null, note: "" },
  ],
  items: [item("carts", "pending"), item("proxy", "pending")],
  events: [{ seq: 1, at: "", level: "info", step: "push", message: "one" }],
  error: null,
  retryAt: null,
  canRollBack: false,
  rolledBackBy: null,
  agent: { connected: true, stateAt: null },
  asOf: 20,
};

const change: Extract<StreamEvent, { kind: "release" }> = {
  kind: "release",
  number: 7,
  status: "succeeded",
  commit: "c0ffee1",
  finishedAt: "2026-11-20T10:01:00.000Z",
  retryAt: null,
  error: null,
  steps: [{ name: "push", status: "succeeded", startedAt: "t1", finishedAt: "t2", note: "done" }],
  items: [item("proxy", "updated")],
  events: [
    { seq: 1, at: "", level: "info", step: "push", message: "one" },
    { seq: 2, at: "", level: "info", step: "push", message: "two" },
  ],
};

describe("mergeRelease", () => {
  it("replaces what the change carries and keeps the rest", () => {
    const merged = mergeRelease(release, 21, change);
    expect(merged).toMatchObject({
      status: "succeeded",
      commit: "c0ffee1",
      canRollBack: true,
      startedAt: "t1",
      asOf: 21,
    });
    expect(merged.steps.map(({ status }) => status)).toEqual(["succeeded", "pending"]);
    expect(merged.items.map(({ status }) => status)).toEqual(["pending", "updated"]);
    expect(merged.events.map(({ message }) => message)).toEqual(["one", "two"]);
  });

  it("is the same when applied twice", () => {
    const once = mergeRelease(release, 21, change);
    expect(mergeRelease(once, 21, change)).toBe(once);
  });

  it.each([
    { name: "older than the release", seq: 20, number: 7 },
    { name: "of another release", seq: 21, number: 8 },
  ])("ignores a change $name", ({ seq, number }) => {
    expect(mergeRelease(release, seq, { ...change, number })).toBe(release);
  });

  it("keeps a commit once known, and a status word that it does not know", () => {
    const committed = mergeRelease(release, 21, change);
    const later = mergeRelease(committed, 22, { ...change, commit: null, status: "paused" });
    expect(later).toMatchObject({ commit: "c0ffee1", status: "succeeded" });
  });
});
