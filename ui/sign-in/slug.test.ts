import { expect, it } from "vitest";

import { slugOf } from "./slug.ts";

it.each([
  ["Acme", "acme"],
  ["Müller & Söhne GmbH", "muller-sohne-gmbh"],
  ["  42 North  ", "north"],
  ["!!!", ""],
  ["a".repeat(39) + "-b", "a".repeat(39)],
])("%j is proposed as %j", (name, slug) => {
  expect(slugOf(name)).toBe(slug);
});
