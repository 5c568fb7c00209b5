import { describe, expect, it } from "vitest";

import { parseLabelSelector } from "./label-selector.ts";

const labels = { team: "shop", tier: "web", canary: "", "app.kubernetes.io/name": "cart" };

describe("a label selector", () => {
  it.each([
    ["", true],
    ["   ", true],
    ["team=shop", true],
    ["team==shop", true],
    ["team = shop", true],
    ["team=payments", false],
    ["team!=payments", true],
    ["team!=shop", false],
    ["zone!=a", true],
    ["zone=", false],
    ["canary=", true],
    ["canary", true],
    ["!canary", false],
    ["zone", false],
    ["!zone", true],
    ["! zone", true],
    ["app.kubernetes.io/name=cart", true],
    ["app.kubernetes.io/name", true],
    ["team=shop,tier=web", true],
    ["team=shop, tier=db", false],
    ["tier in (web, db)", true],
    ["tier in (db)", false],
    ["tier notin (db,cache)", true],
    ["tier notin (web)", false],
    ["zone in (a)", false],
    ["zone notin (a)", true],
    ["zone in ()", false],
    ["canary in ()", true],
    ["team in (shop,payments),tier!=db,!zone", true],
    ["toString", false],
    ["!constructor", true],
    ["toString!=x", true],
  ])("%s: %s", (selector, expected) => {
    expect(parseLabelSelector(selector)(labels)).toBe(expected);
  });

  it.each([
    "=shop",
    "team=shop,",
    ",",
    "team=a b",
    "team>1",
    "team in shop",
    "team in (a",
    "team in (a b)",
    "team in (a),(b)",
    "te am",
    "-team",
    "team=-x",
    "a/b/c=d",
    "!team=shop",
  ])("refuses %s", (selector) => {
    expect(() => parseLabelSelector(selector)).toThrow(
      expect.objectContaining({ code: "invalid", data: { selector } }),
    );
  });

  it("stays quick on hostile text", () => {
    const hostile = `${"a".repeat(5000)}${"(".repeat(5000)},${",(".repeat(2000)}`;
    expect(() => parseLabelSelector(hostile)).toThrow("label selector");
  });
});
