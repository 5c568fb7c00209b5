import type { TagPolicy } from "./policy.ts";
import { type TagInfo, orderTags, rankTags } from "./rank.ts";
import { withRule } from "./rule.ts";

/** What a page about one container tells of its repository's tags. */
export interface TagSummary {
  /** The newest tag that the policy allows; null when it allows none. */
  readonly newest: string | null;
  /** All tags in the policy's order, those outside it too. */
  readonly available: readonly string[];
  /** How many of all tags come before the one in use. */
  readonly newAvailable: number;
  readonly allowed: number;
  /** How many of the allowed tags come before the one in use, which itself need not be allowed. */
  readonly newAllowed: number;
}

/** Sums up the tags about the one in use; a tag that the registry does not have is older than any other. */
export function summarizeTags(input: {
  readonly policy: TagPolicy;
  readonly tags: readonly TagInfo[];
  readonly current: string;
}): TagSummary {
  const { policy, tags } = input;
  const current = tags.find(({ tag }) => tag === input.current) ?? { tag: input.current };
  const isNewer = newerThan(policy, current);
  const available = orderTags(input);
  const { ranked } = rankTags(input);
  return {
    newest: ranked[0]?.tag ?? null,
    available: available.map(({ tag }) => tag),
    newAvailable: leading(available, isNewer),
    allowed: ranked.length,
    newAllowed: leading(ranked, isNewer),
  };
}

/** Whether a tag comes before the given one in the policy's order; one without a place comes last. */
function newerThan(policy: TagPolicy, current: TagInfo): (info: TagInfo) => boolean {
  return withRule(policy, (rule) => {
    const { key: limit } = rule.judge(current);
    return (info) => {
      const { key } = rule.judge(info);
      if (key === undefined) return limit === undefined && info.tag < current.tag;
      if (limit === undefined) return true;
      return (rule.newer(key, limit) || rule.tie(info.tag, current.tag)) < 0;
    };
  });
}

function leading(tags: readonly TagInfo[], isNewer: (info: TagInfo) => boolean): number {
  const end = tags.findIndex((info) => !isNewer(info));
  return end === -1 ? tags.length : end;
}
