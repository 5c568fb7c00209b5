import { describe, expect, it } from "vitest";

import type { PlanItem } from "#contracts/api/plan.ts";

import { changedCount, groupItems, mergeItems, planCounts } from "./plan-items.ts";
import { type PlanBase, itemId, planRequest } from "./plan-request.ts";

const checkout = "shop:deployment/checkout";
const carts = "shop:deployment/carts";
const orders = "shop:deployment/orders";

function item(workload: string, container: string, changes: Partial<PlanItem> = {}): PlanItem {
  return {
    workload,
    container,
    init: false,
    outcome: "update",
    reason: null,
    from: "app:1",
    to: "app:2",
    offered: null,
    sourceWorkload: null,
    running: null,
    file: null,
    line: null,
    flags: [],
    compareUrl: null,
    ...changes,
  };
}

const items = [
  item(orders, "orders", { outcome: "skipped" }),
  item(checkout, "checkout"),
  item(checkout, "migrate"),
  item(carts, "carts"),
];

const base: PlanBase = { target: "c1", source: { kind: "image-repo" }, selected: null, tags: [] };

describe("planRequest", () => {
  it.each<{
    name: string;
    base?: Partial<PlanBase>;
    held?: readonly string[];
    subject?: string;
    selection: unknown;
  }>([
    { name: "everything", selection: undefined },
    {
      name: "a selection",
      base: { selected: [checkout, orders] },
      selection: [{ workload: checkout }, { workload: orders }],
    },
    {
      name: "everything but a workload",
      held: [`${carts} carts`],
      selection: [{ workload: checkout }],
    },
    {
      name: "everything but a container",
      held: [`${checkout} migrate`],
      selection: [{ workload: checkout, containers: [{ name: "checkout" }] }, { workload: carts }],
    },
    {
      name: "a selection but a container",
      base: { selected: [checkout] },
      held: [`${checkout} checkout`],
      selection: [{ workload: checkout, containers: [{ name: "migrate" }] }],
    },
    {
      name: "a chosen tag",
      base: { selected: [checkout], tags: [{ container: "checkout", tag: "1.41.0" }] },
      selection: [{ workload: checkout, containers: [{ name: "checkout", tag: "1.41.0" }] }],
    },
  ])("$name", ({ base: changes, held = [], selection }) => {
    const request = planRequest({
      base: { ...base, ...changes },
      items,
      held: new Set(held),
      subject: null,
    });
    expect(request).toEqual({
      target: "c1",
      source: { kind: "image-repo" },
      ...(selection === undefined ? {} : { selection }),
    });
  });

  it("is nothing when all is ticked off", () => {
    const held = new Set(items.map(itemId));
    expect(
      planRequest({ base: { ...base, selected: [checkout] }, items, held, subject: null }),
    ).toBeNull();
    expect(planRequest({ base, items, held, subject: null })).toBeNull();
  });

  it("carries a subject", () => {
    const request = planRequest({ base, items, held: new Set(), subject: "ship it" });
    expect(request).toMatchObject({ subject: "ship it" });
  });
});

describe("items", () => {
  it("group by workload, those that change first", () => {
    expect(groupItems(items).map(({ workload }) => workload)).toEqual([checkout, carts, orders]);
    expect(changedCount(items)).toBe(2);
  });

  it("keep the last word on what a newer plan leaves out", () => {
    const news = [item(checkout, "checkout", { outcome: "up-to-date" })];
    const merged = mergeItems(items, news);
    expect(merged.map(({ outcome }) => outcome)).toEqual([
      "skipped",
      "up-to-date",
      "update",
      "update",
    ]);
  });

  it.each([
    { held: [], text: "2 change · 1 held back" },
    { held: [`${checkout} migrate`], text: "2 change · 1 held back" },
    { held: [`${carts} carts`], text: "1 changes · 2 held back" },
  ])("are counted in words: $text", ({ held, text }) => {
    expect(planCounts(items, new Set(held))).toBe(text);
  });
});
