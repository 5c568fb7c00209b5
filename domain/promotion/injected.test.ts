import { describe, expect, it } from "vitest";

import { before, checkout, plain, repository, stage } from "#test/builders/checkout-plan.ts";
import { planInput } from "#test/builders/plan-input.ts";
import type { PlanFacts } from "#test/builders/plan-input.ts";

import { calculatePlan } from "./calculate.ts";

const running = {
  [checkout]: { checkout: `${repository}:1.0.0`, "istio-proxy": "istio/proxy:1", agent: "agent:1" },
};

function rows(more: Partial<PlanFacts>) {
  const { items } = calculatePlan(planInput({ ...plain(), running, ...more }));
  return items.map(({ container, outcome, reason }) => [container, outcome, reason?.code]);
}

describe("a container that something adds at run time", () => {
  it.each<{ about: string; facts: Partial<PlanFacts>; update: string }>([
    { about: "the image repo", facts: {}, update: "checkout" },
    {
      about: "a cluster that has it too",
      facts: {
        source: stage({ checkout: `${repository}:1.1.0`, "istio-proxy": "istio/proxy:2" }),
      },
      update: "checkout",
    },
  ])(
    "has a reason of its own when all comes from $about; the rest goes on",
    ({ facts, update }) => {
      expect(rows(facts)).toEqual([
        [update, "update", undefined],
        ["agent", "skipped", "injected"],
        ["istio-proxy", "skipped", "injected"],
      ]);
    },
  );

  it("is told apart from a container that nobody knows when it is asked for", () => {
    const containers = ["checkout", "agent", "gone"].map((name) => ({ name }));
    expect(rows({ selection: [{ workload: checkout, containers }] })).toEqual([
      ["checkout", "update", undefined],
      ["agent", "skipped", "injected"],
      ["gone", "failed", "container-missing"],
    ]);
  });

  it("is of no concern where one image is released, or a release taken back", () => {
    const scope = { image: `${repository}:1.1.0` };
    expect(rows({ scope })).toEqual([["checkout", "update", undefined]]);
    const source = before({ checkout: `${repository}:0.9.0` });
    expect(rows({ source })).toEqual([["checkout", "update", undefined]]);
  });
});
