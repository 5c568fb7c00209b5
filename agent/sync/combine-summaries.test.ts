import { describe, expect, it } from "vitest";

import type { SyncAsk, SyncObject, SyncSummary } from "#contracts/agent-sync.ts";

import { combineSummaries, summaryAfter, withHealth } from "./combine-summaries.ts";
import { syncMessage } from "./sync-message.ts";

function summary(about: Partial<SyncSummary>): SyncSummary {
  const counts = { applied: 0, unchanged: 0, pruned: 0 };
  const none = { problems: [], objects: [], more: 0 };
  const asks = about.asking?.map(({ consent }) => consent) ?? [];
  return { revision: "r1", ...counts, ...none, asks, asking: [], ...about };
}

function object(state: SyncObject["state"], name: string): SyncObject {
  return { kind: "ConfigMap", namespace: "shop", name, state, message: "why", conflicts: [] };
}

function force(...names: readonly string[]): SyncAsk {
  const objects = names.map((name) => ({ kind: "ConfigMap", namespace: "shop", name }));
  return { consent: "force", objects, more: 0 };
}

const foundation: SyncAsk = {
  consent: "delete-foundations",
  objects: [{ kind: "Namespace", namespace: "", name: "shop" }],
  more: 2,
};

describe("a sync and what follows it", () => {
  it("counts what was healed among what was applied", () => {
    const first = summary({ applied: 1, unchanged: 9, pruned: 2, asking: [force("a", "b")] });
    const healing = summary({
      applied: 3,
      unchanged: 6,
      problems: ["p"],
      asking: [force("b", "c")],
    });
    const asking = [force("a", "b", "c")];
    expect(combineSummaries(first, healing)).toEqual(
      summary({ applied: 4, unchanged: 6, pruned: 2, problems: ["p"], asking }),
    );
  });

  it("forgets what a later look did not find any more, and keeps what it cannot see", () => {
    const first = summary({
      applied: 5,
      pruned: 1,
      problems: ["ConfigMap shop/a: why", "apps/b.yaml:1: no YAML"],
      objects: [object("conflict", "a"), object("kept", "c"), object("progressing", "d")],
      asking: [force("a"), foundation],
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
        asking: [foundation],
      }),
    );
  });

  it("never says more than a frame holds", () => {
    const many = Array.from({ length: 60 }, (_, index) => object("failed", `${index}`));
    const { objects, more } = withHealth(summary({ objects: many }), many);
    expect([objects.length, more]).toEqual([50, 70]);
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
