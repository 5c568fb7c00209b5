import { z } from "zod";

import { parseTagPolicy } from "#domain/tag-policy/policy.ts";
import { summarizeTags } from "#domain/tag-policy/summary.ts";

import { all, passed, same } from "./verdict.ts";
import type { Verdict } from "./verdict.ts";

const Given = z.looseObject({
  pattern: z.string().default("*"),
  current: z.string(),
  images: z.array(z.looseObject({ tag: z.string(), created: z.string().nullish() })),
  expected: z.looseObject({
    latestFiltered: z.string().nullish(),
    available: z.array(z.string()).optional(),
    availableCount: z.number().optional(),
    newAvailableCount: z.number().optional(),
    filteredCount: z.number().optional(),
    newFilteredCount: z.number().optional(),
  }),
});

/** The tags about the one in use: how many there are, how many are newer, and which is the newest allowed. */
export function judgeTagSummary(raw: unknown): Verdict {
  const { pattern, current, images, expected } = Given.parse(raw);
  const tags = images.map(({ tag, created }) => {
    return created == null ? { tag } : { tag, createdAt: created };
  });
  const summary = summarizeTags({ policy: parseTagPolicy(pattern), tags, current });
  const pairs = [
    [expected.latestFiltered, summary.newest],
    [expected.available, summary.available],
    [expected.availableCount, summary.available.length],
    [expected.newAvailableCount, summary.newAvailable],
    [expected.filteredCount, summary.allowed],
    [expected.newFilteredCount, summary.newAllowed],
  ] as const;
  return all(pairs.map(([wanted, got]) => (wanted === undefined ? passed : same(wanted, got))));
}
