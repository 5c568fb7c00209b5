import { describe, expect, it } from "vitest";

import { plain, checkout, checkoutFile, onlyItem } from "#test/builders/checkout-plan.ts";
import { deployment, indexFiles, planInput } from "#test/builders/plan-input.ts";

import { calculatePlan } from "./calculate.ts";
import { reapplyUpdates } from "./reapply.ts";

const locked = plain("1.0.0", { "fluxcd.io/locked": "true", "fluxcd.io/locked_user": "ana" });
const lifted = [{ workload: checkout, liftLock: true }] as const;

describe("a lock that is lifted for one release", () => {
  const plan = calculatePlan(planInput({ ...locked, selection: lifted }));

  it("does not hold, and the item says so", () => {
    expect(onlyItem(plan)).toMatchObject({
      outcome: "update",
      flags: ["major", "lock-lifted", "not-running"],
    });
  });

  it("stays in the file", () => {
    expect(plan.diff).not.toMatch(/^[-+].*locked/m);
    expect(plan.files).toEqual([{ path: checkoutFile, added: 1, removed: 1 }]);
  });

  it("is told by the commit", () => {
    expect(plan.message).toContain("1.0.0 → 2.0.0 (in spite of its lock)");
  });

  it("does not make a release of it stale, though any other lock does", () => {
    const index = indexFiles(locked.files);
    const texts = new Map(Object.entries(locked.files));
    const again = reapplyUpdates({ updates: plan.items, index, texts });
    expect(again.kind).toBe("changed");
    const unlifted = plan.items.map((item) => ({ ...item, flags: [] }));
    expect(reapplyUpdates({ updates: unlifted, index, texts }).kind).toBe("stale");
  });
});

it("is not lifted for what is selected with others, nor for everything", () => {
  const everything = calculatePlan(planInput(locked));
  expect(onlyItem(everything).reason?.code).toBe("locked");
  const unlifted = calculatePlan(planInput({ ...locked, selection: [{ workload: checkout }] }));
  expect(onlyItem(unlifted).reason?.code).toBe("locked");
});

it("is no flag where there is no lock", () => {
  const plan = calculatePlan(planInput({ ...plain(), selection: lifted }));
  expect(onlyItem(plan).flags).not.toContain("lock-lifted");
});

it("does not lift the lock of another that the same entry writes", () => {
  const lock = { "fluxcd.io/locked": "true" };
  const files = {
    "apps/checkout.yaml": deployment("checkout", { checkout: "r.test/app:1" }, lock),
    "apps/worker.yaml": deployment("worker", { worker: "r.test/app:1" }, lock),
    "apps/kustomization.yaml":
      "resources: [checkout.yaml, worker.yaml]\nimages:\n  - {name: r.test/app, newTag: '1'}\n",
  };
  const facts = { files, images: { "r.test/app": ["1", "2"] }, selection: lifted };
  const plan = calculatePlan(planInput(facts));
  expect(onlyItem(plan)).toMatchObject({ outcome: "skipped", reason: { code: "edit-refused" } });
});
