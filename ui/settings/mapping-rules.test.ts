import { describe, expect, it } from "vitest";

import { flawOf, goodRules, isBlank } from "./mapping-rules.ts";

describe("a rule as it is being typed", () => {
  it.each([
    { kind: "workloads", from: "a:deployment/x", to: "b:deployment/x", side: null },
    { kind: "workloads", from: " a:deployment/* ", to: "b:deployment/*", side: null },
    { kind: "workloads", from: "", to: "", side: null },
    { kind: "workloads", from: "", to: "b:deployment/x", side: "from" },
    { kind: "workloads", from: "a:deployment/x", to: "", side: "to" },
    { kind: "workloads", from: "a:deployment/x", to: "b:deployment/*", side: "to" },
    { kind: "images", from: "registry.dev.test", to: "registry.test/team", side: null },
    { kind: "images", from: "team", to: "registry.test", side: "from" },
    { kind: "images", from: "registry.test", to: "registry.test/a:1", side: "to" },
  ] as const)("$kind $from → $to is wrong at $side", ({ kind, from, to, side }) => {
    expect(flawOf(kind, { id: 1, from, to })?.side ?? null).toBe(side);
  });
});

it("keeps the good rules, in their one form", () => {
  const rules = [
    { id: 1, from: " REGISTRY.dev.test ", to: "registry.test" },
    { id: 2, from: "", to: "" },
    { id: 3, from: "half", to: "" },
  ];
  expect(goodRules("images", rules)).toEqual([{ from: "registry.dev.test", to: "registry.test" }]);
  expect(rules.map(isBlank)).toEqual([false, true, false]);
});
