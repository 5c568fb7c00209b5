import { describe, expect, it } from "vitest";

import { nearest } from "./nearest.ts";

const commands = ["images", "set-image", "tags", "ref", "policy"];

describe("nearest", () => {
  it.each([
    ["image", "images"],
    ["setimage", "set-image"],
    ["tgas", "tags"],
    ["rfe", "ref"],
    ["pol", "policy"],
    ["polciy", "policy"],
  ])("takes %s for %s", (word, meant) => {
    expect(nearest(word, commands)).toBe(meant);
  });

  it.each(["promote", "x", ""])("has no guess for %j", (word) => {
    expect(nearest(word, commands)).toBeUndefined();
  });
});
