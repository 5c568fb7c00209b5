import type { TagUse } from "./candidates.ts";
import { compareNatural } from "./natural-order.ts";
import { ordersByTime } from "./policy.ts";
import { type TagInfo, rankTags } from "./rank.ts";

/** What a scan has to ask a registry about a repository whose tags it knows. */
export interface WantedFacts {
  /** Tags of which nothing is known yet but should be, the most wanted first. */
  readonly describe: readonly string[];
  /** Described tags that may have been pushed again since, and where that would matter. */
  readonly check: readonly string[];
}

/** A repository with so few tags is described whole, for the ages that people see. */
const smallRepository = 50;

/**
 * Which of the tags must be described for those who use the repository: the tags in use and the newest allowed one.
 * Only a policy that orders by time needs all that it allows, those that look newest first; versions and the other
 * orders decide by the tags alone.
 */
export function wantedFacts(input: {
  readonly tags: readonly TagInfo[];
  readonly uses: readonly TagUse[];
}): WantedFacts {
  const { tags, uses } = input;
  const byTag = new Map(tags.map((info) => [info.tag, info]));
  const foremost = new Set<string>();
  const others = new Set<string>();
  for (const { policy, tag } of uses) {
    const { ranked } = rankTags({ policy, tags });
    const newest = ranked[0]?.tag;
    for (const wanted of [tag ?? "latest", newest]) {
      if (wanted !== undefined && byTag.has(wanted)) foremost.add(wanted);
    }
    if (ordersByTime(policy)) for (const info of ranked) others.add(info.tag);
  }
  if (tags.length <= smallRepository) for (const { tag } of tags) others.add(tag);
  const newestLooking = [...others].toSorted((a, b) => compareNatural(b, a));
  const isDescribed = (tag: string): boolean => byTag.get(tag)?.digest !== undefined;
  return {
    describe: [...new Set([...foremost, ...newestLooking])].filter((tag) => !isDescribed(tag)),
    check: [...foremost].filter(isDescribed),
  };
}
