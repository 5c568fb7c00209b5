import { describe, expect, it } from "vitest";

import type { SyncObject, SyncSummary } from "#contracts/agent-sync.ts";

import { combineSummaries, summaryAfter, withHealth } from "./combine-summaries.ts";
import { syncMessage } from "./sync-message.ts";

function summary(about: Partial<SyncSummary>): SyncSummary {
  const counts = { applied: 0, unchanged: 0, pruned: 0 };
  return { revision: "r1", ...counts, problems: [], objects: [], asks: [], ...about };
}

function object(state: SyncObject["state"], name: string): SyncObject {
  return { kind: "ConfigMap", namespace: "shop", name, state, message: "why", conflicts: [] };
}

describe("a sync and what follows it", () => {
  it("counts what was healed among what was applied", () => {
    const first = summary({ applied: 1, unchanged: 9, pruned: 2, asks: ["force"] });
    const healing = summary({ applied: 3, unchanged: 6, asks: ["force"], problems: ["p"] });
    expect(combineSummaries(first, healing)).toEqual(
      summary({ applied: 4, unchanged: 6, pruned: 2, problems: ["p"], asks: ["force"] }),
    );
  });

  it("forgets what a later look did not find any more, and keeps what it cannot see", () => {
    const first = summary({
      applied: 5,
      pruned: 1,
      problems: ["ConfigMap shop/a: why", "apps/b.yaml:1: no YAML"],
      objects: [object("conflict", "a"), object("kept", "c"), object("progressing", "d")],
      asks: ["force", "delete-foundations"],
    });
    const after = summaryAfter(
      { summary: first, notes: ["apps/b.yaml:1: no YAML"] },
      summary({ applied: 2, unchanged: 4 }),
    );
    expect(after).toEqual(
      summary({
        applied: 2,
        unchanged: 4,
        pruned: 1,
        problems: ["apps/b.yaml:1: no YAML"],
        objects: [object("kept", "c")],
        asks: ["delete-foundations"],
      }),
    );
  });

  it("never says more than a frame holds", () => {
    const many = Array.from({ length: 60 }, (_, index) => object("failed", `${index}`));
    expect(withHealth(summary({ objects: many }), many).objects).toHaveLength(50);
  });
});

it.each([
  [{ applied: 2, unchanged: 1 }, "2 applied, 1 unchanged, 0 deleted"],
  [{ problems: ["It broke."] }, "It broke. (0 applied, 0 unchanged, 0 deleted)"],
  [{ problems: ["a", "b", "c"] }, "a And 2 more. (0 applied, 0 unchanged, 0 deleted)"],
  [{ objects: [object("failed", "a")] }, "0 applied, 0 unchanged, 0 deleted, 1 unhealthy"],
  [{ objects: [object("progressing", "a")] }, "0 applied, 0 unchanged, 0 deleted"],
])("%j reads %s", (about, text) => {
  expect(syncMessage(summary(about))).toBe(text);
});
