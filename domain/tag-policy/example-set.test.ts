import { describe, expect, it } from "vitest";
import { z } from "zod";

import { formatImageRef, parseImageRef, sameRepository } from "#domain/image/ref.ts";
import { exampleCases, exampleSets } from "#test/example-cases.ts";

import { automatedImage, undescribedTags } from "./automation.ts";
import { formatTagPolicy, ordersByTime, parseTagPolicy } from "./policy.ts";
import { orderTags, rankTags } from "./rank.ts";
import { summarizeTags } from "./summary.ts";

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
  unfilteredOrder: z.array(z.string()),
  requiresTimestamp: z.boolean(),
});
const Metadata = z.object({
  id: z.string(),
  name: z.string(),
  pattern: z.string(),
  tags: z.array(z.string()),
  tagsWithoutMetadata: z.array(z.string()),
  error: z.boolean(),
  expectedOrder: z.array(z.string()).optional(),
});
const Image = z.object({ tag: z.string(), created: z.string() });
const Summary = z.object({
  id: z.string(),
  name: z.string(),
  pattern: z.string(),
  current: z.string(),
  images: z.array(Image),
  expected: z.object({
    latestFiltered: z.string().nullable(),
    available: z.array(z.string()),
    availableCount: z.number(),
    newAvailableCount: z.number(),
    filteredCount: z.number(),
    newFilteredCount: z.number(),
  }),
});
const Automation = z.object({
  id: z.string(),
  name: z.string(),
  containers: z.array(
    z.object({ name: z.string(), current: z.string(), filter: z.string().optional() }),
  ),
  registry: z.array(z.object({ image: z.string(), created: z.string() })),
  expectedChanges: z.record(z.string(), z.string()),
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
    ({ set, pattern, normalised, requiresTimestamp, expectedOrder, unfilteredOrder }) => {
      const tags = (sets[set] ?? []).map(({ tag, created }) => ({ tag, createdAt: created }));
      const policy = parseTagPolicy(pattern);
      expect(formatTagPolicy(policy)).toBe(normalised);
      expect(ordersByTime(policy)).toBe(requiresTimestamp);
      expect(order(pattern, tags)).toEqual(expectedOrder);
      expect(orderTags({ policy, tags }).map(({ tag }) => tag)).toEqual(unfilteredOrder);
    },
  );

  it.each(ofKind("rank", Rank).filter(({ valid }) => !valid))(
    "$id: $pattern is refused, where the ancestor let everything through",
    ({ pattern }) => {
      expect(() => parseTagPolicy(pattern)).toThrow("is not a tag filter");
    },
  );

  it.each(ofKind("inconsistent-metadata", Metadata))(
    "$id: $name",
    ({ pattern, tags, tagsWithoutMetadata, error, expectedOrder }) => {
      const policy = parseTagPolicy(pattern);
      const known = tags.map((tag) =>
        tagsWithoutMetadata.includes(tag) ? { tag } : { tag, digest: "known" },
      );
      expect(undescribedTags({ policy, tags: known }).length > 0).toBe(error);
      if (expectedOrder && !error) expect(order(pattern, known)).toEqual(expectedOrder);
    },
  );

  it.each(ofKind("summary", Summary))("$id: $name", ({ pattern, current, images, expected }) => {
    const tags = images.map(({ tag, created }) => ({ tag, createdAt: created }));
    const summary = summarizeTags({ policy: parseTagPolicy(pattern), tags, current });
    expect(summary).toEqual({
      newest: expected.latestFiltered,
      available: expected.available,
      newAvailable: expected.newAvailableCount,
      allowed: expected.filteredCount,
      newAllowed: expected.newFilteredCount,
    });
    expect(summary.available).toHaveLength(expected.availableCount);
  });

  it.each(ofKind("automation", Automation))(
    "$id: $name",
    ({ containers, registry, expectedChanges }) => {
      const changes = containers.flatMap(({ name, current, filter = "glob:*" }) => {
        const ref = parseImageRef(current);
        const tags = registry
          .map(({ image, created }) => ({ image: parseImageRef(image), createdAt: created }))
          .filter(({ image }) => sameRepository(image.name, ref.name))
          .map(({ image, createdAt }) => ({
            tag: image.tag ?? "",
            digest: "known",
            ...(createdAt !== "" && { createdAt }),
          }));
        const policy = parseTagPolicy(filter);
        const released = automatedImage({ current: ref, policy, tags, heldBy: null });
        return released.kind === "release" ? [[name, formatImageRef(released.image)]] : [];
      });
      expect(Object.fromEntries(changes)).toEqual(expectedChanges);
    },
  );
});
