import { describe, expect, it } from "vitest";

import {
  checkout,
  checkoutFile,
  onlyItem,
  plain,
  repository,
} from "#test/builders/checkout-plan.ts";
import { deployment, planInput, runningImages } from "#test/builders/plan-input.ts";
import type { PlanFacts, Running } from "#test/builders/plan-input.ts";

import { calculatePlan } from "./calculate.ts";

function from(running: Running): NonNullable<PlanFacts["source"]> {
  return { kind: "cluster", name: "dev", running: runningImages(running) };
}

const mapping = {
  workloads: [{ from: "shop-dev:*/*", to: "shop:*/*" }],
  images: [{ from: "registry.dev.test", to: "registry.acme.test" }],
};
const source = from({
  "shop-dev:deployment/checkout": { checkout: "registry.dev.test/shop/checkout:1.1.0" },
});

describe("a source whose names differ", () => {
  it("is found through the mapping, its image under the target's registry", () => {
    const plan = calculatePlan(planInput({ ...plain(), source, mapping }));
    expect(onlyItem(plan)).toMatchObject({
      workload: checkout,
      outcome: "update",
      from: `${repository}:1.0.0`,
      to: `${repository}:1.1.0`,
      offered: "registry.dev.test/shop/checkout:1.1.0",
      sourceWorkload: "shop-dev:deployment/checkout",
    });
  });

  it.each<{ about: string; facts: Partial<PlanFacts>; item: object }>([
    {
      about: "without a mapping of workloads it is not there",
      facts: { mapping: { images: mapping.images }, selection: [{ workload: checkout }] },
      item: { reason: { code: "not-in-source", source: "dev" }, offered: null },
    },
    {
      about: "without a mapping of images it is another image",
      facts: { mapping: { workloads: mapping.workloads } },
      item: { outcome: "skipped", reason: { code: "different-image" } },
    },
    {
      about: "a rewrite to a folder counts",
      facts: {
        mapping: {
          workloads: mapping.workloads,
          images: [{ from: "registry.dev.test/shop", to: "registry.acme.test/shop" }],
        },
      },
      item: { outcome: "update", to: `${repository}:1.1.0` },
    },
    {
      about: "the digest of a copy is the same",
      facts: {
        files: {
          [checkoutFile]: deployment("checkout", {
            checkout: `${repository}:1.0.0@sha256:${"a".repeat(64)}`,
          }),
        },
        source: from({
          "shop-dev:deployment/checkout": {
            checkout: `registry.dev.test/shop/checkout:1.1.0@sha256:${"b".repeat(64)}`,
          },
        }),
      },
      item: { outcome: "update", to: `${repository}:1.1.0@sha256:${"b".repeat(64)}` },
    },
  ])("$about", ({ facts, item }) => {
    const plan = calculatePlan(planInput({ ...plain(), source, mapping, ...facts }));
    expect(onlyItem(plan)).toMatchObject(item);
  });

  it("has no other name where the names are the same", () => {
    const same = from({ [checkout]: { checkout: "registry.dev.test/shop/checkout:1.1.0" } });
    const plan = calculatePlan(planInput({ ...plain(), source: same, mapping }));
    expect(onlyItem(plan)).toMatchObject({ outcome: "update", sourceWorkload: null });
  });

  it("is ambiguous where two of its workloads stand for one, and names both", () => {
    const both = from({
      "shop-dev:deployment/checkout": { checkout: "registry.dev.test/shop/checkout:1.1.0" },
      [checkout]: { checkout: `${repository}:1.2.0` },
    });
    const plan = calculatePlan(planInput({ ...plain(), source: both, mapping }));
    expect(onlyItem(plan)).toMatchObject({
      outcome: "failed",
      offered: null,
      reason: {
        code: "ambiguous-source",
        source: "dev",
        workloads: ["shop-dev:deployment/checkout", checkout],
      },
    });
    expect(plan.diff).toBe("");
  });

  it("that the target lacks is said when it is asked for, under the target's name", () => {
    const facts = { files: {}, source, mapping, selection: [{ workload: checkout }] };
    expect(onlyItem(calculatePlan(planInput(facts)))).toMatchObject({
      outcome: "skipped",
      container: "checkout",
      offered: "registry.dev.test/shop/checkout:1.1.0",
      reason: { code: "not-in-target", target: "prod", path: "apps" },
    });
  });
});
