import { describe, expect, it } from "vitest";

import type { SyncObject, SyncSummary } from "#contracts/agent-sync.ts";
import type { ClusterSync, SyncReport } from "#contracts/api/sync.ts";

import { byUrgency, consentWords, objectName, syncState } from "./sync-words.ts";

const counts = { applied: 1, unchanged: 2, pruned: 0 };
const empty: SyncSummary = {
  revision: "r1",
  ...counts,
  problems: [],
  objects: [],
  more: 0,
  asks: [],
  asking: [],
};

function object(state: SyncObject["state"], name: string = state): SyncObject {
  return { kind: "Deployment", namespace: "shop", name, state, message: "why", conflicts: [] };
}

type Progress = NonNullable<ClusterSync["newest"]>["progress"];

function sync(progress: Progress | null, report: Partial<SyncReport> | null = null): ClusterSync {
  const at = "2026-03-01T12:00:00.000Z";
  const base = { commandId: "c", at, ok: true, message: "said", summary: empty, asks: [] };
  const newest = { revision: "r1", askedAt: at, askedBy: null, consents: [] };
  return {
    newest: progress && { ...newest, progress },
    report: report && { ...base, ...report },
    comparison: null,
  };
}

describe("where a sync stands", () => {
  const asks = [{ consent: "force" as const, objects: [], more: 0 }];
  it.each([
    ["never synced", sync(null), true],
    ["waiting", sync("waiting"), true],
    ["waiting", sync("waiting"), false],
    ["syncing", sync("running"), true],
    ["unknown", sync("running"), false],
    ["not done", sync("expired"), true],
    ["synced", sync("done", {}), true],
    ["synced", sync("done", {}), false],
    ["incomplete", sync("done", { ok: false, asks }), true],
    ["asks you", sync("done", { asks }), true],
    ["unhealthy", sync("done", { summary: { ...empty, objects: [object("failed")] } }), true],
    ["incomplete", sync("done", { summary: { ...empty, problems: ["a.yaml:1: no"] } }), true],
    ["failed", sync("done", { ok: false, summary: null }), true],
    ["not by this agent", sync("done", { summary: null }), true],
  ] as const)("%s", (word, state, connected) => {
    expect(syncState(state, { connected }).word).toBe(word);
  });

  it("is told apart by whether the agent is there", () => {
    expect(syncState(sync("waiting"), { connected: false }).line).toMatch(/offline/);
  });
});

it("puts first what needs a person", () => {
  const mixed = [object("ignored"), object("progressing"), object("kept"), object("conflict")];
  const order = byUrgency(mixed).map(({ state }) => state);
  expect(order).toEqual(["conflict", "kept", "progressing", "ignored"]);
});

it.each([
  ["force", 1, "Take over 1 object"],
  ["delete-many", 12, "Delete 12 objects that git no longer contains"],
  ["delete-foundations", 1, "Delete a namespace or definition that git no longer contains"],
  ["delete-foundations", 2, "Delete 2 namespaces and definitions that git no longer contains"],
] as const)("%s of %i is asked as %s", (consent, count, title) => {
  expect(consentWords(consent, count).title).toBe(title);
});

it("names what stands in no namespace by its name alone", () => {
  expect(objectName({ kind: "Namespace", namespace: "", name: "shop" })).toBe("Namespace shop");
  expect(objectName(object("kept", "web"))).toBe("Deployment shop/web");
});
