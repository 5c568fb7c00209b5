import { expect, it } from "vitest";

import type { PlanItem } from "#contracts/api/plan.ts";

import { heldText } from "./held-text.ts";

function item(workload: string, outcome: PlanItem["outcome"] = "update"): PlanItem {
  const nothing = { reason: null, from: null, to: null, offered: null, sourceWorkload: null };
  const place = { running: null, file: null, line: null, flags: [], compareUrl: null };
  return { workload, container: "app", init: false, outcome, ...nothing, ...place };
}

const keys = ["a", "b", "c", "d", "e"].map((name) => `shop:deployment/${name}`);
const items = [...keys.map((key) => item(key)), item("shop:deployment/f", "up-to-date")];

it.each([
  [keys.slice(0, 1), items.slice(0, 1), "Concerns the one workload: shop/a."],
  [keys.slice(0, 2), items, "Concerns 2 of 5 workloads: shop/a, shop/b."],
  [keys, items, "Concerns 5 of 5 workloads: shop/a, shop/b, shop/c and 2 more."],
])("tells %j", (held, planned, text) => {
  expect(heldText(held, planned)).toBe(text);
});
