import { DomainError } from "#domain/error.ts";
import type { ImageRegistry, TaggedImage } from "#ports/image-registry.ts";
import type { ImageRow } from "#ports/store/image-rows.ts";

const atOnce = 32;

/** What a registry told of some tags, and what kept it from telling of all. */
export interface Described {
  readonly images: readonly Omit<ImageRow, "repositoryId">[];
  /** Tags that are listed but stand for nothing. */
  readonly gone: readonly string[];
  readonly error: DomainError | null;
}

export interface Question {
  readonly registry: ImageRegistry;
  readonly repository: string;
  readonly tags: readonly string[];
  readonly signal: AbortSignal;
}

/** Describes the tags in the order given, many at once; the first failure ends it, and what was told is kept. */
export async function describeTags(question: Question): Promise<Described> {
  const { registry, repository, tags, signal } = question;
  const images: Omit<ImageRow, "repositoryId">[] = [];
  const gone: string[] = [];
  const error = await forEachTag(tags, async (tag) => {
    const image = await registry.describe(repository, tag, { signal });
    if (image === null) gone.push(tag);
    else images.push(imageRow(image));
  });
  return { images, gone, error };
}

/** The tags that stand for another digest than `known` says, by one short request each. */
export async function findPushedAgain(
  question: Question,
  known: ReadonlyMap<string, string | null>,
): Promise<{ readonly tags: readonly string[]; readonly error: DomainError | null }> {
  const { registry, repository, tags, signal } = question;
  const changed: string[] = [];
  const error = await forEachTag(tags, async (tag) => {
    const digest = await registry.digestOf(repository, tag, { signal });
    if (digest !== null && digest !== known.get(tag)) changed.push(tag);
  });
  return { tags: changed, error };
}

/** The row of a tag of which only the name is known. */
export function unknownImage(tag: string): Omit<ImageRow, "repositoryId"> {
  return { tag, digest: null, digests: [], createdAt: null, revision: null, source: null };
}

function imageRow(image: TaggedImage): Omit<ImageRow, "repositoryId"> {
  return {
    tag: image.tag,
    digest: image.digest,
    digests: image.digests,
    createdAt: image.createdAt === undefined ? null : new Date(image.createdAt),
    revision: image.revision ?? null,
    source: image.source ?? null,
  };
}

/** Does the work for each tag, `atOnce` at a time, until one fails in a way that the registry explains. */
async function forEachTag(
  tags: readonly string[],
  work: (tag: string) => Promise<void>,
): Promise<DomainError | null> {
  const queue = tags.values();
  let failure: DomainError | null = null;
  async function serve(): Promise<void> {
    for (const tag of queue) {
      if (failure !== null) return;
      try {
        await work(tag);
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        failure ??= error;
        return;
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, tags.length) }, serve));
  return failure;
}
