import { expect, it } from "vitest";

import { type PromoteUrl, blankPromoteUrl, promoteHref, readPromoteUrl } from "./promote-url.ts";

const checkout = "shop:deployment/checkout";

it.each<{ query: string; state: Partial<PromoteUrl> }>([
  { query: "", state: {} },
  { query: "?to=prod&from=stage", state: { to: "prod", from: "stage" } },
  {
    query: "?to=prod&sel=shop:deployment/checkout,shop:deployment/carts",
    state: { to: "prod", selected: [checkout, "shop:deployment/carts"] },
  },
  { query: "?to=prod&sel=~4f1c", state: { to: "prod", selectionId: "4f1c" } },
  {
    query: "?to=prod&sel=shop:deployment/checkout&tag=checkout:1.41.0&tag=migrate:1.41.0",
    state: {
      to: "prod",
      selected: [checkout],
      tags: [
        { container: "checkout", tag: "1.41.0" },
        { container: "migrate", tag: "1.41.0" },
      ],
    },
  },
  {
    query: "?to=prod&ns=shop,office&labels=team%3Dshop&image=r.test/app:1",
    state: {
      to: "prod",
      namespaces: ["shop", "office"],
      labels: "team=shop",
      image: "r.test/app:1",
    },
  },
  { query: "?rollback=12", state: { rollback: 12 } },
  { query: "?plan=9b2e", state: { plan: "9b2e" } },
])("$query is written and read back", ({ query, state }) => {
  expect(promoteHref("acme", state)).toBe(`/acme/promote${query}`);
  expect(readPromoteUrl(new URLSearchParams(query))).toEqual({ ...blankPromoteUrl, ...state });
});

it.each(["rollback=x", "rollback=-1", "rollback=1.5", "tag=:1", "tag=a:", "tag=a", "sel=,"])(
  "leaves out the malformed %s",
  (query) => {
    const { selected, ...rest } = readPromoteUrl(new URLSearchParams(query));
    expect({ ...rest, selected: selected?.length ? selected : null }).toEqual(blankPromoteUrl);
  },
);
