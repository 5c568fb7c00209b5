import { describe, expect, it } from "vitest";

import type { Inventory } from "./inventory.ts";
import { readInventory, writeInventory } from "./inventory.ts";
import { planPrune } from "./plan-prune.ts";

const entry = { version: "v1", hash: "h", revision: "r" };

function inventory(...keys: readonly string[]): Inventory {
  return new Map(keys.map((key) => [key, entry]));
}

function deployments(number: number): readonly string[] {
  return Array.from({ length: number }, (_, index) => `apps|Deployment|shop|web-${index}`);
}

describe("pruning", () => {
  it("deletes what git no longer contains", () => {
    const [a = "", b = ""] = deployments(2);
    expect(planPrune(inventory(a, b), new Set([a]))).toEqual({
      doomed: [b],
      kept: [],
      refusal: null,
    });
  });

  it.each(["|Namespace||shop", "apiextensions.k8s.io|CustomResourceDefinition||things.test"])(
    "never deletes %s",
    (key) => {
      const plan = planPrune(inventory(key), new Set());
      expect(plan).toEqual({ doomed: [], kept: [key], refusal: null });
    },
  );

  it.each([
    [5, 5, false],
    [6, 12, false],
    [6, 11, true],
    [6, 6, true],
    [100, 200, false],
    [101, 200, true],
  ])("of %i out of %i objects is refused: %s", (gone, all, isRefused) => {
    const keys = deployments(all);
    const plan = planPrune(inventory(...keys), new Set(keys.slice(gone)));
    expect(plan.refusal !== null).toBe(isRefused);
    expect(plan.doomed).toHaveLength(isRefused ? 0 : gone);
    if (isRefused) expect(plan.refusal).toContain(`${gone} of ${all} objects`);
  });
});

it("an inventory reads as it was written", () => {
  const written = inventory(...deployments(3));
  expect(readInventory(writeInventory(written))).toEqual(written);
});
