import { expect, it } from "vitest";

import { replanHref, staleText } from "./stale-release.ts";

it.each([
  [null, null],
  ["The target cluster was removed.", null],
  [
    "plan-stale: carts is at 0.9.2 now. Look at a new plan.",
    "carts is at 0.9.2 now. Look at a new plan.",
  ],
])("of %j the change is %j", (error, text) => {
  expect(staleText(error)).toBe(text);
});

const target = { id: "c", name: "prod", environment: "prod" };

it.each([
  { sourceName: "stage", rollbackOf: null, href: "/acme/promote?to=prod&from=stage" },
  { sourceName: "the image repo", rollbackOf: null, href: "/acme/promote?to=prod" },
  { sourceName: "before #7", rollbackOf: 7, href: "/acme/promote?rollback=7" },
])("from $sourceName leads back to $href", ({ href, ...rest }) => {
  expect(replanHref("acme", { target, items: [], ...rest })).toBe(href);
});
