import { describe, expect, it } from "vitest";

import { isFinal, outcomeOf, stepNames, stepTitle } from "./release.ts";
import type { ReleaseItemStatus, ReleaseStatus } from "./release.ts";

describe("a release", () => {
  it.each<{ items: readonly ReleaseItemStatus[]; outcome: ReleaseStatus }>([
    { items: ["updated", "updated"], outcome: "succeeded" },
    { items: ["updated", "up-to-date"], outcome: "succeeded" },
    { items: ["updated", "skipped"], outcome: "succeeded-with-skips" },
    { items: ["updated", "skipped", "failed"], outcome: "failed" },
    { items: [], outcome: "succeeded" },
  ])("of $items comes to $outcome", ({ items, outcome }) => {
    expect(outcomeOf(items)).toBe(outcome);
    expect(isFinal(outcome)).toBe(true);
  });

  it.each<ReleaseStatus>(["queued", "running"])("that is %s is not final", (status) => {
    expect(isFinal(status)).toBe(false);
  });

  it("has its steps in this order, each with a title", () => {
    expect(stepNames.map(stepTitle)).toEqual([
      "Calculate",
      "Fetch",
      "Update files",
      "Commit",
      "Push",
      "Sync",
      "Roll out",
      "Result",
    ]);
  });
});
