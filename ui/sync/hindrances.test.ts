import { describe, expect, it } from "vitest";

import type { SyncConsent } from "#contracts/agent-sync.ts";
import type { ClusterSync } from "#contracts/api/sync.ts";

import { consentHindrance } from "./consent-hindrance.ts";
import { compareHindrance, syncHindrance } from "./sync-hindrance.ts";

const at = "2026-03-01T12:00:00.000Z";

function sync(
  progress: NonNullable<ClusterSync["newest"]>["progress"],
  comparing: NonNullable<ClusterSync["comparison"]>["progress"] = "done",
): ClusterSync {
  const common = { revision: "r1", askedAt: at, askedBy: "ana" };
  const answer = { notAfter: at, at: null, message: "", diff: null };
  return {
    newest: { ...common, consents: [], progress },
    report: null,
    comparison: { ...common, ...answer, progress: comparing },
  };
}

const never: ClusterSync = { newest: null, report: null, comparison: null };

it.each([
  [never, /yet/],
  [sync("waiting"), /waits/],
  [sync("running"), /under way/],
  [sync("done"), null],
  [sync("expired"), null],
])("syncing again after %j", (state, reason) => {
  if (reason === null) expect(syncHindrance(state)).toBeNull();
  else expect(syncHindrance(state)).toMatch(reason);
});

it.each([
  [never, true, /yet/],
  [sync("done"), false, /offline/],
  [sync("done", "running"), true, /looking/],
  [sync("done", "expired"), true, null],
  [sync("running"), true, null],
])("comparing after %j, connected %s", (state, connected, reason) => {
  if (reason === null) expect(compareHindrance(state, { connected })).toBeNull();
  else expect(compareHindrance(state, { connected })).toMatch(reason);
});

describe("an agreement", () => {
  const cluster = { name: "prod" };
  const all: readonly SyncConsent[] = ["force", "delete-many", "delete-foundations"];

  it.each([
    [[], "", /Tick/],
    [["force"], "", null],
    [["delete-foundations"], "prod", /together/],
    [["delete-many", "delete-foundations"], "prd", /Type/],
    [["delete-many", "delete-foundations"], "prod", null],
  ] as const)("to %j after typing %j", (agreed, typed, reason) => {
    const asks = all.map((consent) => ({ consent }));
    const found = consentHindrance({ asks, agreed: new Set(agreed), typed, cluster });
    if (reason === null) expect(found).toBeNull();
    else expect(found).toMatch(reason);
  });
});
