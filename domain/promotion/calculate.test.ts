import { describe, expect, it } from "vitest";

import {
  before,
  checkout,
  checkoutFile,
  onlyItem,
  plain,
  repository,
  stage,
  versions,
} from "#test/builders/checkout-plan.ts";
import { deployment, planInput, runningImages } from "#test/builders/plan-input.ts";
import type { PlanFacts } from "#test/builders/plan-input.ts";

import { calculatePlan } from "./calculate.ts";

function digest(letter: string): string {
  return `sha256:${letter.repeat(64)}`;
}

describe("an update", () => {
  it("changes one scalar, says what, and shows the exact diff", () => {
    const plan = calculatePlan(
      planInput({ ...plain(), running: { [checkout]: { checkout: "x:1" } } }),
    );
    expect(onlyItem(plan)).toEqual({
      workload: checkout,
      container: "checkout",
      init: false,
      outcome: "update",
      reason: null,
      from: `${repository}:1.0.0`,
      to: `${repository}:2.0.0`,
      offered: `${repository}:2.0.0`,
      sourceWorkload: null,
      running: "x:1",
      file: checkoutFile,
      line: 11,
      flags: ["major"],
      compareUrl: null,
    });
    expect(plan.diff).toBe(
      [
        `diff --git a/${checkoutFile} b/${checkoutFile}`,
        `--- a/${checkoutFile}`,
        `+++ b/${checkoutFile}`,
        "@@ -8,4 +8,4 @@",
        "     spec:",
        "       containers:",
        "         - name: checkout",
        `-          image: ${repository}:1.0.0 # kept`,
        `+          image: ${repository}:2.0.0 # kept`,
        "",
      ].join("\n"),
    );
    expect(plan.files).toEqual([{ path: checkoutFile, added: 1, removed: 1 }]);
    expect(plan.edits).toMatchObject([
      { file: checkoutFile, workload: checkout, container: "checkout" },
    ]);
    expect(plan.title).toBe("checkout 2.0.0");
    expect(plan.message).toBe(
      `promote(prod): checkout 2.0.0\n\n- ${checkout} checkout: 1.0.0 → 2.0.0\n`,
    );
  });

  it.each<{ about: string; facts: PlanFacts; to: string; flags?: readonly string[] }>([
    {
      about: "the newest tag that the manifest's filter allows",
      facts: plain("1.0.0", { "filter.fluxcd.io/checkout": "semver:~1.1" }),
      to: `${repository}:1.1.0`,
    },
    {
      about: "what the source cluster runs, under the target's way of writing the name",
      facts: {
        files: { [checkoutFile]: deployment("checkout", { checkout: "nginx:1.0.0" }) },
        source: stage({ checkout: "docker.io/library/nginx:1.1.0" }),
      },
      to: "nginx:1.1.0",
    },
    {
      about: "an older image of the source cluster, flagged",
      facts: { ...plain("2.0.0"), source: stage({ checkout: `${repository}:1.2.0` }) },
      to: `${repository}:1.2.0`,
      flags: ["downgrade", "major", "not-running"],
    },
    {
      about: "a tag that the source runs although its registry was never read",
      facts: { ...plain(), images: {}, source: stage({ checkout: `${repository}:7` }) },
      to: `${repository}:7`,
    },
    {
      about: "tag and digest where the target pins a digest",
      facts: {
        files: {
          [checkoutFile]: deployment("checkout", { checkout: `${repository}:1@${digest("a")}` }),
        },
        source: stage({ checkout: `${repository}:2@${digest("b")}` }),
      },
      to: `${repository}:2@${digest("b")}`,
    },
    {
      about: "the tag alone where the target pins none",
      facts: { ...plain(), source: stage({ checkout: `${repository}:1.1.0@${digest("b")}` }) },
      to: `${repository}:1.1.0`,
    },
    {
      about: "the digest where the source has nothing else",
      facts: { ...plain(), source: stage({ checkout: `${repository}@${digest("b")}` }) },
      to: `${repository}@${digest("b")}`,
    },
    {
      about: "exactly what a release replaced, even when the registry lost it",
      facts: { ...plain("2.0.0"), source: before({ checkout: `${repository}:0.9.0` }) },
      to: `${repository}:0.9.0`,
      flags: ["downgrade", "major", "not-running"],
    },
    {
      about: "a tag chosen by hand, whatever the filter says",
      facts: {
        ...plain("1.0.0", { "filter.fluxcd.io/checkout": "semver:~1.1" }),
        selection: [{ workload: checkout, containers: [{ name: "checkout", tag: "1.2.0" }] }],
      },
      to: `${repository}:1.2.0`,
      flags: ["outside-filter", "not-running"],
    },
  ])("gives $about", ({ facts, to, flags = ["not-running"] }) => {
    const item = onlyItem(calculatePlan(planInput(facts)));
    expect(item).toMatchObject({ outcome: "update", reason: null, to, flags });
  });

  it("edits the overlay that decides the image, not the base", () => {
    const files = {
      "base/checkout.yaml": deployment("checkout", { checkout: `${repository}:1.0.0` }),
      "base/kustomization.yaml": "resources: [checkout.yaml]\n",
      "apps/kustomization.yaml": `resources: [../base]\nimages:\n  - name: ${repository}\n    newTag: 1.1.0\n`,
    };
    const plan = calculatePlan(planInput({ files, images: versions }));
    expect(onlyItem(plan)).toMatchObject({
      from: `${repository}:1.1.0`,
      to: `${repository}:2.0.0`,
      file: "apps/kustomization.yaml",
      flags: ["major", "overlay", "not-running"],
    });
    expect(plan.files.map(({ path }) => path)).toEqual(["apps/kustomization.yaml"]);
  });

  it("of two containers that one scalar writes is one edit and two items", () => {
    const text = deployment("checkout", {
      "init-migrate": `${repository}:1.0.0`,
      checkout: `${repository}:1.0.0`,
    });
    const files = {
      "apps/checkout.yaml": text,
      "apps/kustomization.yaml": `resources: [checkout.yaml]\nimages:\n  - name: ${repository}\n    newTag: 1.1.0\n`,
    };
    const plan = calculatePlan(planInput({ files, images: versions }));
    expect(plan.items.map(({ container, outcome }) => [container, outcome])).toEqual([
      ["checkout", "update"],
      ["init-migrate", "update"],
    ]);
    expect(plan.files).toEqual([{ path: "apps/kustomization.yaml", added: 1, removed: 1 }]);
    expect(plan.title).toBe("checkout 2.0.0");
  });
});

describe("what is selected when nothing is", () => {
  const files = {
    [checkoutFile]: deployment("checkout", { checkout: `${repository}:1.0.0` }),
    "apps/cart.yaml": deployment("cart", { cart: "cart:1.0.0" }),
  };
  const cart = "shop:deployment/cart";

  it.each<{ about: string; source: PlanFacts["source"]; expected: readonly string[] }>([
    {
      about: "all that the files define",
      source: { kind: "image-repo" },
      expected: [cart, checkout],
    },
    {
      about: "all that the source runs and the target knows",
      source: {
        kind: "cluster",
        name: "stage",
        running: runningImages({
          [checkout]: { checkout: `${repository}:1.1.0` },
          "shop:deployment/ghost": { ghost: "ghost:1" },
        }),
      },
      expected: [checkout],
    },
    {
      about: "all that the release changed",
      source: before({ checkout: `${repository}:0.9.0` }),
      expected: [checkout],
    },
  ])("$about", ({ source, expected }) => {
    const plan = calculatePlan(planInput({ files, images: versions, ...(source && { source }) }));
    expect(plan.items.map(({ workload }) => workload)).toEqual(expected);
  });
});
