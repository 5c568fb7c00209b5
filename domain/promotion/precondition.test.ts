import { describe, expect, it } from "vitest";

import { deployment, planInput } from "#test/builders/plan-input.ts";
import type { PlanFacts } from "#test/builders/plan-input.ts";

import { calculatePlan } from "./calculate.ts";
import type { ContainerSelection } from "./plan.ts";
import { isExpected } from "./precondition.ts";

const digest = `sha256:${"a".repeat(64)}`;

describe("isExpected", () => {
  it.each([
    { expected: undefined, image: "a:1", met: true },
    { expected: "", image: "a:1", met: true },
    { expected: "a:1", image: "a:1", met: true },
    { expected: "docker.io/library/a:1", image: "a:1", met: true },
    { expected: "index.docker.io/library/a:1", image: "library/a:1", met: true },
    { expected: "a:2", image: "a:1", met: false },
    { expected: "b:1", image: "a:1", met: false },
    { expected: "r.test/a:1", image: "a:1", met: false },
    { expected: "a", image: "a:1", met: false },
    { expected: "a:1", image: `a:1@${digest}`, met: false },
    { expected: `a:1@${digest}`, image: `a:1@${digest}`, met: true },
    { expected: `a:1@${digest}`, image: "a:1", met: false },
  ])("$expected for $image: $met", ({ expected, image, met }) => {
    expect(isExpected(expected, image)).toBe(met);
  });
});

const facts: PlanFacts = {
  files: {
    "apps/web.yaml": deployment("web", { web: "r.test/web:1", proxy: "r.test/proxy:1" }),
    "apps/api.yaml": deployment("api", { api: "r.test/api:1" }),
  },
  // The cluster still runs what the file said before.
  running: { "shop:deployment/web": { web: "r.test/web:0" } },
};

function plan(web: readonly ContainerSelection[], skipMismatches = false) {
  const selection = [
    { workload: "shop:deployment/web", containers: web },
    { workload: "shop:deployment/api", containers: [{ name: "api", tag: "2" }] },
  ] as const;
  return calculatePlan(planInput({ ...facts, selection, scope: { skipMismatches } }));
}

describe("a precondition", () => {
  it("that the file meets lets the change be made, whatever runs", () => {
    const { items } = plan([{ name: "web", tag: "2", current: "r.test/web:1" }]);
    expect(items.map(({ outcome }) => outcome)).toEqual(["update", "update"]);
  });

  it("that the file does not meet names both, and holds back everything", () => {
    const { items, diff, edits, title } = plan([
      { name: "web", tag: "2", current: "r.test/web:0" },
      { name: "proxy", tag: "2" },
    ]);
    const held = {
      outcome: "skipped",
      reason: { code: "held-by-mismatch", workload: "shop:deployment/web", container: "web" },
    };
    expect(items).toMatchObject([
      { container: "api", ...held },
      {
        container: "web",
        outcome: "failed",
        reason: { code: "mismatch", expected: "r.test/web:0", actual: "r.test/web:1" },
      },
      { container: "proxy", ...held },
    ]);
    expect({ diff, edits, title }).toEqual({ diff: "", edits: [], title: "nothing to change" });
  });

  it("that may be skipped holds back only its container", () => {
    const wrong = { name: "web", tag: "2", current: "r.test/web:0" };
    const { items } = plan([wrong, { name: "proxy", tag: "2" }], true);
    expect(items.map(({ container, outcome }) => [container, outcome])).toEqual([
      ["api", "update"],
      ["web", "skipped"],
      ["proxy", "update"],
    ]);
    expect(items[1]?.reason?.code).toBe("mismatch");
  });

  it("is not asked of what is locked anyway, and holds nothing back then", () => {
    const locked = deployment("web", { web: "r.test/web:1" }, { "fluxcd.io/locked": "true" });
    const selection = [
      {
        workload: "shop:deployment/web",
        containers: [{ name: "web", tag: "2", current: "r.test/web:0" }],
      },
      { workload: "shop:deployment/api", containers: [{ name: "api", tag: "2" }] },
    ] as const;
    const files = { ...facts.files, "apps/web.yaml": locked };
    const { items } = calculatePlan(planInput({ files, selection }));
    expect(items).toMatchObject([{ outcome: "update" }, { reason: { code: "locked" } }]);
  });

  it("that is no image fails its container alone", () => {
    const { items } = plan([{ name: "web", tag: "2", current: "No Image" }]);
    expect(items).toMatchObject([
      { outcome: "update" },
      { outcome: "failed", reason: { code: "edit-refused" } },
    ]);
  });
});
