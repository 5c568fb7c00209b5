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
import { deployment, planInput } from "#test/builders/plan-input.ts";
import type { PlanFacts } from "#test/builders/plan-input.ts";

import { calculatePlan } from "./calculate.ts";
import type { PlanItem } from "./plan.ts";

describe("an item that is not updated says why:", () => {
  it.each<{ about: string; facts: PlanFacts; item: Partial<PlanItem> }>([
    {
      about: "already there",
      facts: plain("2.0.0"),
      item: {
        outcome: "up-to-date",
        reason: { code: "up-to-date", image: `${repository}:2.0.0` },
        to: `${repository}:2.0.0`,
      },
    },
    {
      about: "locked, by whom and why",
      facts: plain("1.0.0", {
        "fluxcd.io/locked": "true",
        "fluxcd.io/locked_user": "ana",
        "fluxcd.io/locked_msg": "black friday",
      }),
      item: {
        outcome: "skipped",
        reason: { code: "locked", by: "ana", message: "black friday" },
        to: null,
      },
    },
    {
      about: "defined twice",
      facts: {
        files: {
          "apps/a.yaml": deployment("checkout", { checkout: "a:1" }),
          "apps/b.yaml": deployment("checkout", { checkout: "a:2" }),
        },
        running: { [checkout]: { checkout: "a:1" } },
      },
      item: {
        outcome: "failed",
        reason: { code: "ambiguous", places: ["apps/a.yaml:1", "apps/b.yaml:1"] },
        file: null,
      },
    },
    {
      about: "not in the config repository",
      facts: {
        files: {},
        source: stage({ checkout: `${repository}:1.1.0` }),
        running: { [checkout]: { checkout: "a:1" } },
      },
      item: {
        outcome: "skipped",
        reason: { code: "not-in-config", path: "apps" },
        from: null,
        running: "a:1",
      },
    },
    {
      about: "in a file that cannot be read",
      facts: {
        files: { [checkoutFile]: `name: checkout\nspec: [\n`, "apps/other.yaml": "a: [\n" },
        source: stage({ checkout: `${repository}:1.1.0` }),
        selection: [{ workload: checkout }],
      },
      item: {
        outcome: "failed",
        reason: { code: "unreadable", file: checkoutFile, line: 3, detail: expect.any(String) },
        file: null,
      },
    },
    {
      about: "selected, but unknown to everyone",
      facts: { files: {}, selection: [{ workload: checkout }] },
      item: {
        outcome: "skipped",
        reason: { code: "not-in-config", path: "apps" },
        container: "*",
      },
    },
    {
      about: "no such container in the target's file",
      facts: { ...plain(), selection: [{ workload: checkout, containers: [{ name: "sidecar" }] }] },
      item: {
        outcome: "failed",
        container: "sidecar",
        reason: { code: "container-missing", where: "target" },
      },
    },
    {
      about: "no such container in the source",
      facts: { ...plain(), source: stage({ sidecar: "x:1" }) },
      item: { outcome: "skipped", reason: { code: "container-missing", where: "source" } },
    },
    {
      about: "not in the source",
      facts: {
        ...plain(),
        source: { kind: "cluster", name: "stage", running: new Map() },
        selection: [{ workload: checkout }],
      },
      item: { outcome: "skipped", reason: { code: "not-in-source", source: "stage" } },
    },
    {
      about: "another image repository in the source",
      facts: { ...plain(), source: stage({ checkout: "registry.acme.test/shop/cart:1.1.0" }) },
      item: {
        outcome: "skipped",
        reason: {
          code: "different-image",
          source: "registry.acme.test/shop/cart:1.1.0",
          target: `${repository}:1.0.0`,
        },
      },
    },
    {
      about: "gone from the registry",
      facts: { ...plain(), source: stage({ checkout: `${repository}:3.0.0` }) },
      item: {
        outcome: "failed",
        reason: { code: "image-missing", image: `${repository}:3.0.0` },
      },
    },
    {
      about: "a chosen tag that does not exist",
      facts: {
        ...plain(),
        selection: [{ workload: checkout, containers: [{ name: "checkout", tag: "9.9.9" }] }],
      },
      item: {
        outcome: "failed",
        reason: { code: "image-missing", image: `${repository}:9.9.9` },
      },
    },
    {
      about: "a registry that was never read",
      facts: { ...plain(), images: {} },
      item: { outcome: "failed", reason: { code: "repository-unknown", repository, detail: null } },
    },
    {
      about: "a filter that allows no tag",
      facts: plain("1.0.0", { "filter.fluxcd.io/checkout": "glob:release-*" }),
      item: {
        outcome: "skipped",
        reason: { code: "no-tag-allowed", policy: "glob:release-*", repository },
      },
    },
    {
      about: "a filter that cannot be read",
      facts: plain("1.0.0", { "filter.fluxcd.io/checkout": "regexp:(" }),
      item: {
        outcome: "skipped",
        reason: { code: "filter-unreadable", filter: "regexp:(", detail: expect.any(String) },
      },
    },
    {
      about: "a file of other clusters too",
      facts: { ...plain(), sharedFiles: { [checkoutFile]: ["dev", "stage"] } },
      item: {
        outcome: "skipped",
        reason: { code: "shared-file", file: checkoutFile, clusters: ["dev", "stage"] },
        to: `${repository}:2.0.0`,
      },
    },
    {
      about: "not changed by the release that is taken back",
      facts: {
        ...plain(),
        source: before({}),
        selection: [{ workload: checkout, containers: [{ name: "checkout" }] }],
      },
      item: { outcome: "skipped", reason: { code: "nothing-to-restore" } },
    },
    {
      about: "an image that is no reference",
      facts: {
        files: { [checkoutFile]: deployment("checkout", { checkout: "Not/An:Image" }) },
        source: stage({ checkout: `${repository}:1` }),
      },
      item: { outcome: "failed", reason: { code: "edit-refused", detail: expect.any(String) } },
    },
  ])("$about", ({ facts, item }) => {
    const plan = calculatePlan(planInput(facts));
    expect(onlyItem(plan)).toMatchObject(item);
    expect(plan).toMatchObject({ edits: [], diff: "", files: [], title: "nothing to change" });
  });

  it("a refused edit fails its item alone", () => {
    const anchored = deployment("cart", { cart: "&image cart:1.0.0", copy: "*image" });
    const files = {
      "apps/cart.yaml": anchored.replaceAll(" # kept", ""),
      [checkoutFile]: deployment("checkout", { checkout: `${repository}:1.0.0` }),
    };
    const plan = calculatePlan(
      planInput({
        files,
        images: { ...versions, cart: ["1.0.0", "1.1.0", "1.2.0"] },
        selection: [
          {
            workload: "shop:deployment/cart",
            containers: [{ name: "cart", tag: "1.1.0" }],
          },
          { workload: checkout },
        ],
      }),
    );
    const outcomes = plan.items.map(({ container, outcome }) => [container, outcome]);
    expect(outcomes).toContainEqual(["checkout", "update"]);
    expect(plan.items.filter(({ outcome }) => outcome === "failed")).not.toEqual([]);
    for (const { outcome, reason } of plan.items) {
      if (outcome === "failed") expect(reason).toMatchObject({ code: "edit-refused" });
    }
    expect(
      plan.edits.every(({ container }) =>
        outcomes.some(([name, outcome]) => name === container && outcome === "update"),
      ),
    ).toBe(true);
  });

  it("a rollback that only differs in how the name is written has nothing to change", () => {
    const facts: PlanFacts = {
      files: {
        [checkoutFile]: deployment("checkout", { checkout: "docker.io/library/nginx:1.0.0" }),
      },
      source: before({ checkout: "nginx:1.0.0" }),
    };
    expect(onlyItem(calculatePlan(planInput(facts)))).toMatchObject({
      outcome: "up-to-date",
      to: "docker.io/library/nginx:1.0.0",
    });
  });
});
