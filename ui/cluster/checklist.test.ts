import { expect, it } from "vitest";

import { checklist } from "./checklist.ts";

const nothing = {
  tokenUsed: false,
  tokenExpiresAt: null,
  connected: false,
  permissions: null,
  workloads: null,
  namespaces: null,
};

it.each([
  { progress: nothing, done: "", notes: [] },
  { progress: { ...nothing, tokenUsed: true, connected: true }, done: "12", notes: [] },
  {
    progress: {
      ...nothing,
      tokenUsed: true,
      connected: true,
      permissions: { ok: false, missing: ["list pods"] },
    },
    done: "12",
    notes: ["missing: list pods"],
  },
  {
    progress: {
      ...nothing,
      tokenUsed: true,
      connected: true,
      permissions: { ok: true, missing: [] },
      workloads: 37,
      namespaces: 6,
    },
    done: "1234",
    notes: ["37 in 6 namespaces"],
  },
])("done: $done, notes: $notes", ({ progress, done, notes }) => {
  const checks = checklist(progress);
  expect(checks.map((check, index) => (check.done ? index + 1 : "")).join("")).toBe(done);
  expect(checks.flatMap(({ note }) => note ?? [])).toEqual(notes);
});
