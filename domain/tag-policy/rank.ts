import { compareText } from "./natural-order.ts";
import type { TagPolicy } from "./policy.ts";
import type { TagReason } from "./reason.ts";
import { type Rule, withRule } from "./rule.ts";

/** What is known of one tag of an image repository. */
export interface TagInfo {
  readonly tag: string;
  /** RFC 3339; missing when the registry does not say. */
  readonly createdAt?: string;
  readonly digest?: string;
  /** The commit it was built from (`org.opencontainers.image.revision`). */
  readonly revision?: string;
  /** Where that commit's code lives (`org.opencontainers.image.source`). */
  readonly source?: string;
}

export interface RejectedTag {
  readonly tag: string;
  readonly reason: TagReason;
}

export interface RankedTags {
  /** The tags the policy allows, newest first. */
  readonly ranked: readonly TagInfo[];
  /** All others, in the order given, each with the reason. */
  readonly rejected: readonly RejectedTag[];
}

/**
 * Splits tags into candidates, newest first, and the rest with reasons. `semver` goes by version; `glob` and `regexp`
 * by created time, unknown times last, ties by name; `asc` of the orderings says that values grow with time.
 * `latest`, in any case of letters, is a candidate only under `glob:latest`.
 */
export function rankTags(input: {
  readonly policy: TagPolicy;
  readonly tags: readonly TagInfo[];
}): RankedTags {
  const { policy, tags } = input;
  const asksForLatest = policy.kind === "glob" && policy.pattern === "latest";
  return withRule(policy, (rule) => rank(tags, rule, asksForLatest));
}

/** All tags, those outside the policy too, by the policy's order; those without a place in it last, by name. */
export function orderTags(input: {
  readonly policy: TagPolicy;
  readonly tags: readonly TagInfo[];
}): readonly TagInfo[] {
  return withRule(input.policy, (rule) => order(input.tags, rule));
}

interface Placed<Key> {
  readonly info: TagInfo;
  readonly key: Key;
}

function rank<Key>(tags: readonly TagInfo[], rule: Rule<Key>, asksForLatest: boolean): RankedTags {
  const candidates: Placed<Key>[] = [];
  const rejected: RejectedTag[] = [];
  for (const info of tags) {
    const verdict = rule.judge(info);
    const isOut = isLatest(info.tag) && !asksForLatest;
    const reason: TagReason | null = isOut ? { code: "latest" } : verdict.reason;
    if (reason === null && verdict.key !== undefined) candidates.push({ info, key: verdict.key });
    else if (reason !== null) rejected.push({ tag: info.tag, reason });
  }
  return { ranked: newestFirst(candidates, rule), rejected };
}

function order<Key>(tags: readonly TagInfo[], rule: Rule<Key>): readonly TagInfo[] {
  const placed: Placed<Key>[] = [];
  const others: TagInfo[] = [];
  for (const info of tags) {
    const { key } = rule.judge(info);
    if (key === undefined) others.push(info);
    else placed.push({ info, key });
  }
  others.sort((a, b) => compareText(a.tag, b.tag));
  return [...newestFirst(placed, rule), ...others];
}

function newestFirst<Key>(placed: Placed<Key>[], { newer, tie }: Rule<Key>): readonly TagInfo[] {
  placed.sort((a, b) => newer(a.key, b.key) || tie(a.info.tag, b.info.tag));
  return placed.map(({ info }) => info);
}

function isLatest(tag: string): boolean {
  return tag.length === 6 && tag.toLowerCase() === "latest";
}
