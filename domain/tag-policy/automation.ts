import { type ImageRef, withVersion } from "#domain/image/ref.ts";

import { type TagPolicy, ordersByTime } from "./policy.ts";
import { type TagInfo, rankTags } from "./rank.ts";

/** Why automation leaves a container as it is. */
export type AutomationSkip =
  | { readonly code: "held"; readonly by: "locked" | "ignored" }
  | { readonly code: "no-tag-allowed" }
  | { readonly code: "up-to-date" }
  | { readonly code: "untagged" }
  /** Tags that the policy allows and whose age it needs, but of which the registry told nothing yet. */
  | { readonly code: "undescribed"; readonly tags: readonly string[] }
  | { readonly code: "time-unknown"; readonly tag: string };

export type Automation =
  | { readonly kind: "release"; readonly image: ImageRef }
  | { readonly kind: "skip"; readonly reason: AutomationSkip };

/**
 * The image that automation would release for a container, written as its file writes it, or why it skips. A policy
 * that orders by time moves nothing while an age that could decide is unknown; the others need no ages.
 */
export function automatedImage(input: {
  readonly current: ImageRef;
  readonly policy: TagPolicy;
  readonly tags: readonly TagInfo[];
  readonly heldBy: "locked" | "ignored" | null;
}): Automation {
  const { current, policy, tags, heldBy } = input;
  if (heldBy !== null) return skip({ code: "held", by: heldBy });
  const [newest] = rankTags({ policy, tags }).ranked;
  if (newest === undefined) return skip({ code: "no-tag-allowed" });
  if (newest.tag === current.tag) return skip({ code: "up-to-date" });
  if (newest.tag === "") return skip({ code: "untagged" });
  const doubt = ordersByTime(policy) ? doubtOfAge(input, newest) : null;
  if (doubt !== null) return skip(doubt);
  const digest = current.digest === undefined ? undefined : newest.digest;
  return {
    kind: "release",
    image: withVersion(current, { tag: newest.tag, ...(digest !== undefined && { digest }) }),
  };
}

/** The tags that the policy allows but that no scan has described: they have no digest. */
export function undescribedTags(input: {
  readonly policy: TagPolicy;
  readonly tags: readonly TagInfo[];
}): readonly string[] {
  const { ranked } = rankTags(input);
  return ranked.filter(({ digest }) => digest === undefined).map(({ tag }) => tag);
}

/** The reason in a sentence. */
export function describeAutomationSkip(reason: AutomationSkip): string {
  switch (reason.code) {
    case "held":
      return `The workload is ${reason.by}; automation leaves it alone.`;
    case "no-tag-allowed":
      return "The filter allows none of the repository's tags.";
    case "up-to-date":
      return "The newest allowed tag is the one in use.";
    case "untagged":
      return "The newest image has no tag.";
    case "undescribed":
      return `The registry has not yet told the age of ${reason.tags.length} allowed tags; the next scan may.`;
    case "time-unknown":
      return `${reason.tag} does not say when it was built, and the filter orders by age; semver: or numerical: need no age.`;
  }
}

function doubtOfAge(
  input: {
    readonly current: ImageRef;
    readonly policy: TagPolicy;
    readonly tags: readonly TagInfo[];
  },
  newest: TagInfo,
): AutomationSkip | null {
  const undescribed = undescribedTags(input);
  if (undescribed.length > 0) return { code: "undescribed", tags: undescribed };
  const inUse = input.tags.find(({ tag }) => tag === input.current.tag);
  if (inUse?.createdAt === undefined) {
    return { code: "time-unknown", tag: input.current.tag ?? "latest" };
  }
  return newest.createdAt === undefined ? { code: "time-unknown", tag: newest.tag } : null;
}

function skip(reason: AutomationSkip): Automation {
  return { kind: "skip", reason };
}
