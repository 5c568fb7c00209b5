import { expect, it } from "vitest";

import { baseOf, defaultTarget } from "./plan-base.ts";
import { promoteTitle } from "./promote-title.ts";

const clusters = ["dev", "stage", "prod"].map((name) => ({ name, id: `id-${name}` }));
const rest = { clusters, selected: null, tags: [], chosen: [], scope: {} };

it.each([
  { to: "prod", from: null, rollback: null, source: { kind: "image-repo" } },
  { to: "prod", from: "stage", rollback: null, source: { kind: "cluster", clusterId: "id-stage" } },
  { to: "prod", from: "gone", rollback: null, source: { kind: "image-repo" } },
  { to: "prod", from: "stage", rollback: 7, source: { kind: "release", number: 7 } },
])("from $from to $to, rollback $rollback", ({ source, ...choice }) => {
  expect(baseOf({ ...rest, ...choice })).toMatchObject({ target: "id-prod", source });
});

it("is nothing without a known target", () => {
  expect(baseOf({ ...rest, to: null, from: "stage", rollback: null })).toBeNull();
  expect(baseOf({ ...rest, to: "gone", from: null, rollback: null })).toBeNull();
});

it.each([
  [null, "dev"],
  ["dev", "stage"],
  ["prod", "prod"],
])("from %s leads to %s when nobody says", (from, to) => {
  expect(defaultTarget(clusters, from)).toBe(to);
});

it.each([
  { plan: null, target: "prod", rollback: null, title: "Promote to prod" },
  { plan: { items: [] }, target: "prod", rollback: null, title: "Promote 0 workloads to prod" },
  { plan: null, target: "prod", rollback: 12, title: "Roll back to before #12" },
])("says $title", ({ title, ...input }) => {
  expect(promoteTitle(input)).toBe(title);
});
