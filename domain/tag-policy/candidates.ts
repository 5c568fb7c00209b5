import { DomainError } from "#domain/error.ts";
import { canonicalName, parseImageRef } from "#domain/image/ref.ts";

import { defaultPolicyFor } from "./default-policy.ts";
import { parseTagPolicy } from "./policy.ts";
import type { TagPolicy } from "./policy.ts";
import { rankTags } from "./rank.ts";
import type { RankedTags, TagInfo } from "./rank.ts";

/** What is known of an image repository; `scanned` is false before its registry first answered. */
export interface RepositoryKnowledge {
  readonly tags: readonly TagInfo[];
  readonly scanned: boolean;
  readonly error: string | null;
}

/** By canonical name (`docker.io/library/nginx`). */
export type ImageKnowledge = ReadonlyMap<string, RepositoryKnowledge>;

export interface Candidates extends RankedTags {
  readonly repository: string;
  readonly policy: TagPolicy;
  readonly knowledge: RepositoryKnowledge | null;
}

/**
 * The tags that a container could move to, newest first, under the filter its manifest names or else the
 * policy guessed from the tag it uses. An image or a filter that cannot be read allows no tag.
 */
export function candidatesFor(input: {
  readonly image: string;
  readonly filter: string | undefined;
  readonly knowledge: ImageKnowledge;
}): Candidates | null {
  const read = readImage(input.image, input.filter);
  if (!read) return null;
  const repository = canonicalName(read.name);
  const knowledge = input.knowledge.get(repository) ?? null;
  const ranking = rankTags({ policy: read.policy, tags: knowledge?.tags ?? [] });
  return { ...ranking, repository, policy: read.policy, knowledge };
}

function readImage(
  image: string,
  filter: string | undefined,
): { readonly name: string; readonly policy: TagPolicy } | null {
  try {
    const ref = parseImageRef(image);
    const policy = filter === undefined ? defaultPolicyFor(ref.tag ?? "") : parseTagPolicy(filter);
    return { name: ref.name, policy };
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}
