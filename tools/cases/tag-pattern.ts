import { z } from "zod";

import { undescribedTags } from "#domain/tag-policy/automation.ts";
import { formatTagPolicy, ordersByTime, parseTagPolicy } from "#domain/tag-policy/policy.ts";
import type { TagPolicy } from "#domain/tag-policy/policy.ts";
import { orderTags, rankTags } from "#domain/tag-policy/rank.ts";
import type { TagInfo } from "#domain/tag-policy/rank.ts";

import { judgeAutomation } from "./automation.ts";
import { markOf, Marks } from "./marks.ts";
import { attempt } from "./refusal.ts";
import { judgeTagSummary } from "./tag-summary.ts";
import { all, apart, failed, marked, passed, same } from "./verdict.ts";
import type { Verdict } from "./verdict.ts";

const Tag = z.union([
  z.string().transform((tag) => ({ tag, created: undefined })),
  z.looseObject({ tag: z.string(), created: z.string().nullish() }),
]);
const Tags = z.array(Tag);
const Order = z.array(z.string());
const Given = z.looseObject({
  kind: z.string().optional(),
  pattern: z.string().default("*"),
  tag: z.string().optional(),
  match: z.boolean().optional(),
  tags: Tags.optional(),
  tagsWithoutMetadata: z.array(z.string()).optional(),
  set: z.union([z.string(), Tags]).optional(),
  normalised: z.string().optional(),
  valid: z.boolean().optional(),
  requiresTimestamp: z.boolean().optional(),
  expected: z.unknown().optional(),
  expectedOrder: Order.nullish(),
  unfilteredOrder: Order.nullish(),
  winner: z.string().nullish(),
  error: z.union([z.boolean(), z.string()]).nullish(),
  ...Marks,
});
type Given = z.infer<typeof Given>;
/** Stands for what a scan found; which digest it is says nothing here. */
const someDigest = `sha256:${"0".repeat(64)}`;
const Sets = z.looseObject({ sets: z.record(z.string(), Tags).default({}) });

/** A tag filter over tags: which match, in which order, which is the newest, or that the filter is refused. */
export function judgeTagPattern(raw: unknown, shared: unknown): Verdict {
  const given = Given.parse(raw);
  if (given.kind === "summary") return judgeTagSummary(raw);
  if (given.kind === "automation") return judgeAutomation(raw);
  const read = attempt(() => parseTagPolicy(given.pattern));
  const mark = markOf(given);
  if ("refused" in read) {
    if (given.valid === false) return apart("refused filter", read.refused);
    return mark === undefined ? failed("a filter", read.refused) : apart(mark, read.refused);
  }
  if (given.valid === false) return failed("to be refused", formatTagPolicy(read.value));
  if (given.kind === "inconsistent-metadata") return judgeMetadata(given, read.value);
  const { sets } = Sets.parse(shared);
  const verdict = judgeOrder(given, read.value, tagsOf(given, sets));
  if (mark === undefined) return verdict;
  return verdict.is === "failed"
    ? apart(mark, verdict.got)
    : marked(mark, verdict, "the same order");
}

function judgeOrder(given: Given, policy: TagPolicy, tags: readonly TagInfo[]): Verdict {
  const { match, normalised, requiresTimestamp, unfilteredOrder, winner } = given;
  const order = rankTags({ policy, tags }).ranked.map(({ tag }) => tag);
  const wanted = given.expectedOrder ?? Order.safeParse(given.expected).data;
  if (match === undefined && wanted == null) return failed("a case that says what it wants", given);
  return all([
    match === undefined ? passed : same(match, order.length > 0),
    wanted == null ? passed : same(wanted, order),
    normalised === undefined ? passed : same(normalised, formatTagPolicy(policy)),
    requiresTimestamp === undefined ? passed : same(requiresTimestamp, ordersByTime(policy)),
    winner === undefined ? passed : same(winner, order[0] ?? null),
    unfilteredOrder == null
      ? passed
      : same(
          unfilteredOrder,
          orderTags({ policy, tags }).map(({ tag }) => tag),
        ),
  ]);
}

/** Tags of the filter that no scan has described are told; those outside it do not matter. */
function judgeMetadata(given: Given, policy: TagPolicy): Verdict {
  const missing = new Set(given.tagsWithoutMetadata);
  const tags = (given.tags ?? []).map(({ tag, created }) => {
    const described = missing.has(tag) ? {} : { digest: someDigest };
    return { tag, ...described, ...(created != null && { createdAt: created }) };
  });
  const undescribed = undescribedTags({ policy, tags });
  const isWrong = given.error !== undefined && given.error !== null && given.error !== false;
  const order = rankTags({ policy, tags }).ranked.map(({ tag }) => tag);
  return all([
    same(isWrong, undescribed.length > 0),
    given.expectedOrder == null ? passed : same(given.expectedOrder, order),
  ]);
}

function tagsOf(
  given: Given,
  sets: Readonly<Record<string, z.infer<typeof Tags>>>,
): readonly TagInfo[] {
  if (given.tag !== undefined) return [{ tag: given.tag }];
  const tags = given.tags ?? (typeof given.set === "string" ? sets[given.set] : given.set);
  if (tags === undefined) throw new Error("the file has no such set of tags");
  return tags.map(({ tag, created }) => (created == null ? { tag } : { tag, createdAt: created }));
}
