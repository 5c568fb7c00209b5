import { describe, expect, it } from "vitest";

import {
  before,
  checkout,
  checkoutFile,
  onlyItem,
  repository,
  stage,
} from "#test/builders/checkout-plan.ts";
import { deployment, planInput } from "#test/builders/plan-input.ts";
import type { PlanFacts } from "#test/builders/plan-input.ts";

import { calculatePlan } from "./calculate.ts";
import type { ContainerSelection } from "./plan.ts";

const [a, b, c] = ["a", "b", "c"].map((letter) => `sha256:${letter.repeat(64)}`);

function decide(image: string, more: Partial<PlanFacts> = {}, digests = true) {
  const files = { [checkoutFile]: deployment("checkout", { checkout: image }) };
  const input = planInput({ files, ...more });
  const tags = [
    { tag: "1", createdAt: "2026-01-01T00:00:00Z", ...(digests && a && { digest: a }) },
    { tag: "2", createdAt: "2026-01-02T00:00:00Z", ...(digests && b && { digest: b }) },
  ];
  const images = new Map([[repository, { tags, scanned: true, error: null }]]);
  return onlyItem(calculatePlan({ ...input, images }));
}

function byHand(chosen: Omit<ContainerSelection, "name">): Partial<PlanFacts> {
  return {
    selection: [{ workload: checkout, containers: [{ name: "checkout", ...chosen }] }],
  };
}

describe("a file keeps its way of naming a version:", () => {
  it.each<{ about: string; image: string; more?: Partial<PlanFacts>; to: string }>([
    { about: "a tag", image: ":1", to: ":2" },
    { about: "tag and digest: both move", image: `:1@${a}`, to: `:2@${b}` },
    { about: "a digest alone stays alone", image: `@${a}`, to: `@${b}` },
    {
      about: "a tag from a pinned source",
      image: ":1",
      more: { source: stage({ checkout: `${repository}:2@${b}` }) },
      to: ":2",
    },
    {
      about: "a pin from a source with a tag, whose digest is known",
      image: `:1@${a}`,
      more: { source: stage({ checkout: `${repository}:2` }) },
      to: `:2@${b}`,
    },
    {
      about: "a pin from a source that runs another build of the tag",
      image: `:1@${a}`,
      more: { source: stage({ checkout: `${repository}:2@${c}` }) },
      to: `:2@${c}`,
    },
    { about: "a tag by hand", image: `:1@${a}`, more: byHand({ tag: "2" }), to: `:2@${b}` },
    {
      about: "a tag and digest by hand",
      image: `:1@${a}`,
      more: byHand({ tag: `2@${c}` }),
      to: `:2@${c}`,
    },
    { about: "a digest by hand", image: `@${a}`, more: byHand({ tag: `@${c}` }), to: `@${c}` },
    {
      about: "an image by hand",
      image: `:1@${a}`,
      more: byHand({ image: `${repository}:2` }),
      to: `:2@${b}`,
    },
    {
      about: "an image for all",
      image: `@${a}`,
      more: { scope: { image: `${repository}:2` } },
      to: `@${b}`,
    },
    {
      about: "what was there before, to the letter",
      image: ":2",
      more: { source: before({ checkout: `${repository}:1@${a}` }) },
      to: `:1@${a}`,
    },
  ])("$about", ({ image, more, to }) => {
    expect(decide(`${repository}${image}`, more)).toMatchObject({
      outcome: "update",
      to: `${repository}${to}`,
    });
  });

  it.each<{ about: string; more: Partial<PlanFacts>; image?: string }>([
    { about: "the newest tag", more: {} },
    { about: "the source's tag", more: { source: stage({ checkout: `${repository}:2` }) } },
    { about: "a tag by hand", more: byHand({ tag: "2" }) },
    { about: "an image for all", more: { scope: { image: `${repository}:2` } } },
  ])("never loses a pin: $about without a known digest is held back", ({ more }) => {
    expect(decide(`${repository}:1@${a}`, more, false)).toMatchObject({
      outcome: "skipped",
      reason: { code: "digest-unknown", image: `${repository}:2` },
    });
  });

  it("is at the newest when its digest is", () => {
    expect(decide(`${repository}@${b}`)).toMatchObject({ outcome: "up-to-date" });
  });

  it.each(["", "not a tag", "a:b", "@sha256:1"])("refuses %j as a tag", (tag) => {
    expect(decide(`${repository}:1`, byHand({ tag }))).toMatchObject({ outcome: "failed" });
  });
});

it("an image by hand may come from another repository", () => {
  const item = decide(`${repository}:1`, byHand({ image: "other.test/checkout:7" }));
  expect(item).toMatchObject({ outcome: "update", to: "other.test/checkout:7" });
});
