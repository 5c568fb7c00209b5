import { describe, expect, it } from "vitest";

import type { PlanItem } from "#contracts/api/plan.ts";

import {
  changedCount,
  groupItems,
  isUpToDate,
  mergeItems,
  namespacesOf,
  planCounts,
} from "./plan-items.ts";
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

const base: PlanBase = {
  target: "c1",
  source: { kind: "image-repo" },
  selected: null,
  tags: [],
  chosen: [],
  scope: {},
};

describe("planRequest", () => {
  it.each<{
    name: string;
    base?: Partial<PlanBase>;
    held?: readonly string[];
    lifted?: readonly string[];
    selection?: unknown;
    scope?: unknown;
  }>([
    { name: "everything" },
    {
      name: "a selection",
      base: { selected: [checkout, orders] },
      selection: [{ workload: checkout }, { workload: orders }],
    },
    {
      name: "everything but a workload",
      held: [`${carts} carts`],
      scope: { exclude: [carts] },
    },
    {
      name: "everything but what was left out before too",
      base: { scope: { exclude: [orders], labels: "team=shop" } },
      held: [`${carts} carts`],
      scope: { labels: "team=shop", exclude: [orders, carts] },
    },
    {
      name: "a namespace",
      base: { scope: { namespaces: ["shop"] } },
      scope: { namespaces: ["shop"] },
    },
    {
      name: "everything, and one in spite of its lock",
      lifted: [orders],
      selection: [
        { workload: checkout },
        { workload: carts },
        { workload: orders, liftLock: true },
      ],
    },
    {
      name: "what a shared plan chose, but a container",
      base: {
        selected: [checkout, carts],
        chosen: [
          {
            workload: checkout,
            liftLock: true,
            containers: [{ name: "checkout", tag: "9", current: "app:1" }, { name: "migrate" }],
          },
        ],
        scope: { skipMismatches: true },
      },
      held: [`${checkout} migrate`],
      selection: [
        {
          workload: checkout,
          liftLock: true,
          containers: [{ name: "checkout", tag: "9", current: "app:1" }],
        },
        { workload: carts },
      ],
      scope: { skipMismatches: true },
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
  ])("$name", ({ base: changes, held = [], lifted = [], selection, scope }) => {
    const request = planRequest({
      base: { ...base, ...changes },
      items,
      held: new Set(held),
      lifted: new Set(lifted),
      subject: null,
    });
    expect(request).toEqual({
      target: "c1",
      source: { kind: "image-repo" },
      ...(selection === undefined ? {} : { selection }),
      ...(scope === undefined ? {} : { scope }),
    });
  });

  it("is nothing when all is ticked off", () => {
    const rest = { items, held: new Set(items.map(itemId)), lifted: new Set<string>() };
    const selected = { ...base, selected: [checkout] };
    expect(planRequest({ ...rest, base: selected, subject: null })).toBeNull();
    expect(planRequest({ ...rest, base, subject: null })).toBeNull();
  });

  it("carries a subject", () => {
    const none = { held: new Set<string>(), lifted: new Set<string>() };
    const request = planRequest({ base, items, ...none, subject: "ship it" });
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

  it("keep the last word on what was left out by name", () => {
    const left = { code: "excluded", text: "Left out by name." };
    const news = [item(carts, "carts", { outcome: "skipped", reason: left })];
    expect(mergeItems(items, news)[3]?.outcome).toBe("update");
    expect(mergeItems([], news)[0]?.outcome).toBe("skipped");
  });

  it("are up to date whatever is injected beside them", () => {
    const injected = { code: "injected", text: "It runs." };
    const still = [
      item(carts, "carts", { outcome: "up-to-date" }),
      item(carts, "proxy", { outcome: "skipped", reason: injected }),
    ];
    expect(planCounts(still, new Set())).toBe("0 change · 1 up to date");
    expect(isUpToDate([item(carts, "carts", { outcome: "skipped" })])).toBe(false);
  });

  it("lie in namespaces", () => {
    expect(namespacesOf([...items, item("a:deployment/x", "x")])).toEqual(["a", "shop"]);
  });

  it.each([
    { held: [], text: "2 change · 1 held back" },
    { held: [`${checkout} migrate`], text: "2 change · 1 held back" },
    { held: [`${carts} carts`], text: "1 changes · 2 held back" },
  ])("are counted in words: $text", ({ held, text }) => {
    expect(planCounts(items, new Set(held))).toBe(text);
  });
});
