import { DomainError } from "#domain/error.ts";
import { parseTagPolicy } from "#domain/tag-policy/policy.ts";
import { rankTags } from "#domain/tag-policy/rank.ts";

/** Whether a manifest's tag filter allows the tag. No filter allows every tag, one that cannot be read none. */
export function isTagAllowed(filter: string | undefined, tag: string | undefined): boolean {
  if (filter === undefined || tag === undefined) return true;
  try {
    return rankTags({ policy: parseTagPolicy(filter), tags: [{ tag }] }).ranked.length > 0;
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
}
