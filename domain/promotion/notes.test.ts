import { describe, expect, it } from "vitest";

import { checkoutFile, onlyItem, plain, repository, stage } from "#test/builders/checkout-plan.ts";
import { deployment, planInput } from "#test/builders/plan-input.ts";
import type { PlanFacts } from "#test/builders/plan-input.ts";

import { calculatePlan } from "./calculate.ts";

const source = "https://github.com/acme/checkout";
const digest = `sha256:${"d".repeat(64)}`;
const tags = [
  { tag: "1.0.0", source, revision: "1111111", digest },
  { tag: "1.1.0", source, revision: "2222222" },
  { tag: "1.2.0", source: "https://git.acme.test/shop/checkout", revision: "3333333" },
  { tag: "1.3.0", source, revision: "4444444" },
];
const link = `${source}/compare/1111111...4444444`;

function decide(facts: PlanFacts) {
  const images = new Map([[repository, { tags, scanned: true, error: null }]]);
  return onlyItem(calculatePlan({ ...planInput(facts), images }));
}

describe("the code between both images", () => {
  it.each<{ about: string; facts: PlanFacts; compareUrl: string | null }>([
    { about: "is linked", facts: plain(), compareUrl: link },
    {
      about: "is linked on the way back too",
      facts: { ...plain("1.3.0"), source: stage({ checkout: `${repository}:1.0.0` }) },
      compareUrl: `${source}/compare/4444444...1111111`,
    },
    {
      about: "is not linked where the forge is not known",
      facts: { ...plain(), source: stage({ checkout: `${repository}:1.2.0` }) },
      compareUrl: null,
    },
    { about: "is not linked from an unknown tag", facts: plain("0.1.0"), compareUrl: null },
    { about: "is not linked where nothing changes", facts: plain("1.3.0"), compareUrl: null },
  ])("$about", ({ facts, compareUrl }) => {
    expect(decide(facts).compareUrl).toBe(compareUrl);
  });

  it("is found by digest where there is no tag", () => {
    const text = deployment("checkout", { checkout: `${repository}@${digest}` });
    const facts = {
      files: { [checkoutFile]: text },
      source: stage({ checkout: `${repository}:1.3.0@sha256:${"e".repeat(64)}` }),
    };
    expect(decide(facts)).toMatchObject({ outcome: "update", compareUrl: null });
  });
});

describe("a place that Flux's image automation writes too", () => {
  it("is flagged", () => {
    const text = deployment("checkout", { checkout: `${repository}:1.0.0` });
    const marked = text.replace("# kept", '# {"$imagepolicy": "flux-system:checkout"}');
    expect(decide({ files: { [checkoutFile]: marked } }).flags).toContain("image-automation");
    expect(decide({ files: { [checkoutFile]: text } }).flags).not.toContain("image-automation");
  });
});
