import { expect, it } from "vitest";

import { type MatrixUrl, readMatrixUrl, writeMatrixUrl } from "./matrix-url.ts";

const initial: MatrixUrl = { text: "", statuses: [], from: null, to: null, selected: [] };

it.each<{ query: string; state: Partial<MatrixUrl> }>([
  { query: "", state: {} },
  { query: "q=check%20out", state: { text: "check out" } },
  { query: "st=behind,locked", state: { statuses: ["behind", "locked"] } },
  { query: "from=stage&to=prod-eu", state: { from: "stage", to: "prod-eu" } },
  {
    query: "sel=shop:deployment/checkout,shop:deployment/carts",
    state: { selected: ["shop:deployment/checkout", "shop:deployment/carts"] },
  },
  { query: "q=a%26b%3D1", state: { text: "a&b=1" } },
])("$query is written and read back", ({ query, state }) => {
  const full = { ...initial, ...state };
  expect(writeMatrixUrl(full)).toBe(query);
  expect(readMatrixUrl(new URLSearchParams(query))).toEqual(full);
});

it("drops statuses that do not exist", () => {
  expect(readMatrixUrl(new URLSearchParams("st=behind,nonsense")).statuses).toEqual(["behind"]);
});

it("does not write a selection too long for an address", () => {
  const selected = Array.from({ length: 51 }, (_, index) => `shop:deployment/w${index}`);
  expect(writeMatrixUrl({ ...initial, selected })).toBe("");
});
