import { describe, expect, it } from "vitest";
import { z } from "zod";

import { exampleCases, exampleSets } from "#test/example-cases.ts";

import { formatTagPolicy, parseTagPolicy } from "./policy.ts";
import { rankTags } from "./rank.ts";

const file = "tag-pattern-cases.json";
const Case = z.object({ id: z.string(), kind: z.string(), pattern: z.string().optional() });
const Match = z.object({
  id: z.string(),
  pattern: z.string(),
  tag: z.string(),
  match: z.boolean(),
});
const Filter = z.object({
  id: z.string(),
  pattern: z.string(),
  tags: z.array(z.string()),
  expected: z.array(z.string()),
});
const Rank = z.object({
  id: z.string(),
  set: z.string(),
  pattern: z.string(),
  normalised: z.string(),
  valid: z.boolean(),
  expectedOrder: z.array(z.string()),
});
const TagSet = z.array(z.object({ tag: z.string(), created: z.string() }));

const cases = exampleCases(file, Case.loose());
const sets = exampleSets(file, TagSet);

function ofKind<Shape>(kind: string, schema: z.ZodType<Shape>): readonly Shape[] {
  return cases.filter((example) => example.kind === kind).map((example) => schema.parse(example));
}

function order(
  pattern: string,
  tags: readonly { readonly tag: string; readonly createdAt?: string }[],
) {
  return rankTags({ policy: parseTagPolicy(pattern), tags }).ranked.map(({ tag }) => tag);
}

describe.skipIf(cases.length === 0)("example set", () => {
  it.each(ofKind("match", Match))("$id: $pattern on $tag", ({ pattern, tag, match }) => {
    expect(order(pattern, [{ tag }])).toEqual(match ? [tag] : []);
  });

  it.each(ofKind("filter", Filter))("$id: $pattern on $tags", ({ pattern, tags, expected }) => {
    expect(
      order(
        pattern,
        tags.map((tag) => ({ tag })),
      ),
    ).toEqual(expected);
  });

  it.each(ofKind("rank", Rank).filter(({ valid }) => valid))(
    "$id: $pattern on $set",
    ({ set, pattern, normalised, expectedOrder }) => {
      const tags = (sets[set] ?? []).map(({ tag, created }) => ({ tag, createdAt: created }));
      expect(formatTagPolicy(parseTagPolicy(pattern))).toBe(normalised);
      expect(order(pattern, tags)).toEqual(expectedOrder);
    },
  );

  it.each(ofKind("rank", Rank).filter(({ valid }) => !valid))(
    "$id: $pattern is refused, where the ancestor let everything through",
    ({ pattern }) => {
      expect(() => parseTagPolicy(pattern)).toThrow("is not a tag filter");
    },
  );
});
