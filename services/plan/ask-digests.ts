import { DomainError } from "#domain/error.ts";
import { canonicalName, parseImageRef } from "#domain/image/ref.ts";
import type { PlanItem } from "#domain/promotion/plan.ts";
import type { ImageKnowledge } from "#domain/tag-policy/candidates.ts";
import type { ImageRegistry } from "#ports/image-registry.ts";

interface Question {
  readonly items: readonly PlanItem[];
  readonly images: ImageKnowledge;
  readonly registry: Pick<ImageRegistry, "digestOf">;
  readonly signal: AbortSignal;
}

/**
 * The knowledge with the digests that items of pinned files wait for, asked of their registries now: scans describe
 * the tags in use and the newest ones only. Null where there is nothing more to know; an unreachable registry is that.
 */
export async function askDigests(question: Question): Promise<ImageKnowledge | null> {
  const wanted = new Set(
    question.items.flatMap(({ reason }) =>
      reason?.code === "digest-unknown" ? [reason.image] : [],
    ),
  );
  const found = await Promise.all([...wanted].map((image) => askDigest(question, image)));
  const images = new Map(question.images);
  for (const { name, tag, digest } of found.filter((one) => one !== null)) {
    const known = images.get(name) ?? { tags: [], scanned: false, error: null };
    const info = known.tags.find((one) => one.tag === tag) ?? { tag };
    const others = known.tags.filter((one) => one !== info);
    images.set(name, { ...known, tags: [...others, { ...info, digest }] });
  }
  return found.some((one) => one !== null) ? images : null;
}

async function askDigest({ registry, signal }: Question, image: string) {
  const { name, tag = "latest" } = parseImageRef(image);
  try {
    const digest = await registry.digestOf(name, tag, { signal });
    return digest === null ? null : { name: canonicalName(name), tag, digest };
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}
