import { expect, it } from "vitest";

import { application, kustomization } from "#test/builders/engine.ts";

import { productOf, productsOf } from "./engine-product.ts";

it.each([
  ["kustomization", "Flux"],
  ["helmrelease", "Flux"],
  ["gitrepository", "Flux"],
  ["application", "Argo CD"],
  ["applicationset", "Argo CD"],
] as const)("knows that a %s is of %s", (kind, product) => {
  expect(productOf({ kind })).toBe(product);
});

it.each([
  { workloads: [], products: [] },
  { workloads: [{ kind: "deployment" }, { kind: "cronjob", engine: null }], products: [] },
  { workloads: [{ kind: "deployment", engine: kustomization("a") }], products: ["Flux"] },
  { workloads: [{ kind: "helmrelease" }], products: ["Flux"] },
  {
    workloads: [
      { kind: "helmrelease", engine: kustomization("a") },
      { kind: "deployment", engine: application("b") },
    ],
    products: ["Argo CD", "Flux"],
  },
])("names $products once each", ({ workloads, products }) => {
  expect(productsOf(workloads)).toEqual(products);
});
