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
  const read = readUse(input.image, input.filter);
  if (!read) return null;
  const { repository } = read;
  const knowledge = input.knowledge.get(repository) ?? null;
  const ranking = rankTags({ policy: read.policy, tags: knowledge?.tags ?? [] });
  return { ...ranking, repository, policy: read.policy, knowledge };
}

/** What is wrong with a filter as a file writes it, in a sentence; null for one that can be read. */
export function whyUnreadable(filter: string): string | null {
  try {
    parseTagPolicy(filter);
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error.message;
    throw error;
  }
}

/** A container's use of an image repository. */
export interface TagUse {
  /** Canonical name. */
  readonly repository: string;
  /** The tag it is on; missing when the image is written without one. */
  readonly tag?: string;
  readonly policy: TagPolicy;
}

/** The use that a container makes of its image under its filter; null when either cannot be read. */
export function readUse(image: string, filter: string | undefined): TagUse | null {
  try {
    const { name, tag } = parseImageRef(image);
    const policy = filter === undefined ? defaultPolicyFor(tag ?? "") : parseTagPolicy(filter);
    return { repository: canonicalName(name), policy, ...(tag !== undefined && { tag }) };
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}
