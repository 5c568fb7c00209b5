import { expect, it } from "vitest";

import { scopeOf } from "./promote-scope.ts";

const nothing = { namespaces: [], labels: "", image: "" };
const whole = {
  namespaces: [],
  labels: "",
  exclude: [],
  image: null,
  ignoreFilters: false,
  skipMismatches: false,
};

it.each([
  { about: "nothing", narrowing: nothing, shared: null, scope: {} },
  { about: "nothing that was shared", narrowing: nothing, shared: whole, scope: {} },
  {
    about: "what the fields say",
    narrowing: { namespaces: ["shop"], labels: "a=b", image: "r.test/a:1" },
    shared: null,
    scope: { namespaces: ["shop"], labels: "a=b", image: "r.test/a:1" },
  },
  {
    about: "what was shared and has no field",
    narrowing: { ...nothing, labels: "a=b" },
    shared: {
      ...whole,
      labels: "old",
      exclude: ["a:b/c"],
      ignoreFilters: true,
      skipMismatches: true,
    },
    scope: { labels: "a=b", exclude: ["a:b/c"], ignoreFilters: true, skipMismatches: true },
  },
])("narrows to $about", ({ narrowing, shared, scope }) => {
  expect(scopeOf(narrowing, shared && { scope: shared })).toEqual(scope);
});
