import { expect, it } from "vitest";

import { sameNames } from "#domain/promotion/mapping.ts";

import { previewMapping } from "./mapping-preview.ts";

const source = [
  { key: "shop-dev:deployment/cart", images: ["registry.dev.test/shop/cart:1", "busybox"] },
  { key: "shop-dev:deployment/mail", images: ["registry.dev.test/shop/mail:1"] },
  { key: "ops:deployment/proxy", images: ["nginx:1.2"] },
];
const target = [
  {
    key: "shop:deployment/cart",
    images: ["registry.test/shop/cart:0", "docker.io/library/busybox"],
  },
  { key: "ops:deployment/proxy", images: ["nginx:1.1"] },
  { key: "ops:deployment/only-here", images: ["nginx"] },
];
const mapping = {
  workloads: [{ from: "shop-dev:deployment/*", to: "shop:deployment/*" }],
  images: [{ from: "registry.dev.test", to: "registry.test" }],
};

it("matches same names without any rule", () => {
  const { targets, leftOver } = previewMapping({ mapping: sameNames, source, target });
  expect(targets.map(({ sources }) => sources)).toEqual([[], ["ops:deployment/proxy"], []]);
  expect(leftOver.map(({ key }) => key)).toEqual([
    "shop-dev:deployment/cart",
    "shop-dev:deployment/mail",
  ]);
});

it("follows the rules, and says what stays without a counterpart", () => {
  const { targets, leftOver } = previewMapping({ mapping, source, target });
  expect(targets).toEqual([
    {
      key: "shop:deployment/cart",
      sources: ["shop-dev:deployment/cart"],
      renamed: true,
      images: [
        { from: "registry.dev.test/shop/cart", to: "registry.test/shop/cart" },
        { from: "docker.io/library/busybox", to: "docker.io/library/busybox" },
      ],
      missing: [],
    },
    expect.objectContaining({ key: "ops:deployment/proxy", renamed: false, missing: [] }),
    expect.objectContaining({ key: "ops:deployment/only-here", sources: [], missing: [] }),
  ]);
  expect(leftOver).toEqual([{ key: "shop-dev:deployment/mail", called: "shop:deployment/mail" }]);
});

it("says which image of the target nothing becomes", () => {
  const { targets } = previewMapping({ mapping: { ...mapping, images: [] }, source, target });
  expect(targets[0]?.missing).toEqual(["registry.test/shop/cart"]);
});

it("shows two sources of one name as two", () => {
  const both = [...source, { key: "shop:deployment/cart", images: [] }];
  const { targets } = previewMapping({ mapping, source: both, target });
  expect(targets[0]?.sources).toEqual(["shop-dev:deployment/cart", "shop:deployment/cart"]);
});

it("passes over what is no image reference", () => {
  const odd = [{ key: "ops:deployment/proxy", images: ["{{ image }}", "nginx"] }];
  expect(previewMapping({ mapping, source: odd, target }).targets[1]?.images).toHaveLength(1);
});
