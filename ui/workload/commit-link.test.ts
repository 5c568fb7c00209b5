import { describe, expect, it } from "vitest";

import { commitLink } from "./commit-link.ts";

describe("the link to an image's commit", () => {
  it.each([
    ["https://git.example.test/shop/cart", "abc", "https://git.example.test/shop/cart/commit/abc"],
    [
      "https://git.example.test/shop/cart.git",
      "abc",
      "https://git.example.test/shop/cart/commit/abc",
    ],
    [
      "https://git.example.test/shop/cart/",
      "a/b",
      "https://git.example.test/shop/cart/commit/a%2Fb",
    ],
  ])("%s at %s", (sourceUrl, revision, expected) => {
    expect(commitLink({ sourceUrl, revision })).toBe(expected);
  });

  it.each([
    { about: "no revision", sourceUrl: "https://git.example.test/a", revision: null },
    { about: "no source", sourceUrl: null, revision: "abc" },
    { about: "a script as source", sourceUrl: "javascript:alert(1)", revision: "abc" },
    { about: "no address at all", sourceUrl: "shop/cart", revision: "abc" },
  ])("is not made from $about", ({ sourceUrl, revision }) => {
    expect(commitLink({ sourceUrl, revision })).toBeNull();
  });
});
