import { expect, it } from "vitest";

import { isDigest, shortDigest } from "./digest.ts";

const hex = "0123456789abcdef".repeat(4);

it.each([
  [`sha256:${hex}`, true],
  [`sha512:${hex}${hex}`, true],
  ["custom+v2:0123456789abcdef0123456789abcdef", true],
  [`sha256:${hex.slice(1)}`, false],
  [`sha256:${hex}0`, false],
  [`sha256:${hex.toUpperCase()}`, false],
  [`sha512:${hex}`, false],
  ["custom:0123", false],
  [hex, false],
  [`:${hex}`, false],
  ["", false],
])("%s: digest %s", (text, expected) => {
  expect(isDigest(text)).toBe(expected);
});

it.each([
  [`sha256:${hex}`, "0123456789ab"],
  [hex, "0123456789ab"],
  ["", ""],
])("%s is shortened to %s", (digest, short) => {
  expect(shortDigest(digest)).toBe(short);
});
