import { describe, expect, it } from "vitest";

import type { SyncConsent } from "#contracts/agent-sync.ts";

import type { Inventory } from "./inventory.ts";
import { readInventory, writeInventory } from "./inventory.ts";
import { planPrune } from "./plan-prune.ts";

const entry = { version: "v1", hash: "h", revision: "r" };
const namespace = "|Namespace||shop";
const definition = "apiextensions.k8s.io|CustomResourceDefinition||things.test";

function inventory(...keys: readonly string[]): Inventory {
  return new Map(keys.map((key) => [key, entry]));
}

function deployments(number: number): readonly string[] {
  return Array.from({ length: number }, (_, index) => `apps|Deployment|shop|web-${index}`);
}

function plan(
  known: readonly string[],
  wanted: readonly string[],
  ...consents: readonly SyncConsent[]
) {
  const input = { inventory: inventory(...known), wanted: new Set(wanted) };
  return planPrune({ ...input, consents: new Set(consents) });
}

describe("pruning", () => {
  it("deletes what git no longer contains", () => {
    const [a = "", b = ""] = deployments(2);
    expect(plan([a, b], [a])).toEqual({ doomed: [b], kept: [], refusal: null, asks: new Map() });
  });

  it.each([namespace, definition])("deletes %s only where a person agreed", (key) => {
    const [web = ""] = deployments(1);
    expect(plan([web, key], [web])).toEqual({
      doomed: [],
      kept: [key],
      refusal: null,
      asks: new Map([[key, "delete-foundations"]]),
    });
    const allowed = plan([web, key], [web], "delete-foundations");
    expect(allowed).toEqual({ doomed: [key], kept: [], refusal: null, asks: new Map() });
    expect(plan([web, key], [web], "force", "delete-many").doomed).toEqual([]);
  });

  it("deletes in the reverse of the order in which it applies", () => {
    const known = [namespace, "|ConfigMap|shop|a", "apps|Deployment|shop|a", "|Service|shop|a"];
    const hook = "admissionregistration.k8s.io|ValidatingWebhookConfiguration||a";
    const { doomed } = plan([...known, hook, "kept"], ["kept"], "delete-foundations");
    expect(doomed.map((key) => key.split("|")[1])).toEqual([
      "ValidatingWebhookConfiguration",
      "Deployment",
      "Service",
      "ConfigMap",
      "Namespace",
    ]);
  });

  it.each([
    [1, 2, false],
    [5, 6, false],
    [6, 19, true],
    [6, 20, false],
    [30, 100, false],
    [31, 100, true],
    [1, 1, true],
    [5, 5, true],
    [0, 10, false],
    [0, 0, false],
  ])("of %i out of %i objects is refused: %s", (gone, all, isRefused) => {
    const keys = deployments(all);
    const refused = plan(keys, keys.slice(gone));
    expect(refused.refusal !== null).toBe(isRefused);
    expect(refused.doomed).toHaveLength(isRefused ? 0 : gone);
    const asked = refused.doomed.length === 0 ? keys.slice(0, gone) : [];
    expect(refused.asks).toEqual(new Map(asked.map((key) => [key, "delete-many"])));
    if (isRefused) expect(refused.refusal).toContain(`${gone} of ${all} objects`);
    expect(plan(keys, keys.slice(gone), "delete-many").doomed).toHaveLength(gone);
  });

  it("of everything asks for each object by itself what it takes", () => {
    const known = [...deployments(2), namespace];
    const refused = plan(known, [], "delete-foundations");
    expect(refused).toMatchObject({ doomed: [], kept: expect.arrayContaining(known) });
    expect([...refused.asks.values()].toSorted()).toEqual([
      "delete-foundations",
      "delete-many",
      "delete-many",
    ]);
    expect(plan(known, [], "delete-many")).toMatchObject({ kept: [namespace], refusal: null });
    expect(plan([namespace], [], "delete-foundations").doomed).toEqual([namespace]);
  });

  it("is not moved by new objects alone", () => {
    expect(plan(deployments(2), [...deployments(2), "new"]).doomed).toEqual([]);
  });
});

it("an inventory reads as it was written", () => {
  const written = inventory(...deployments(3));
  expect(readInventory(writeInventory(written))).toEqual(written);
});
