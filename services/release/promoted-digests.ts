import { DomainError } from "#domain/error.ts";
import { canonicalName, parseImageRef } from "#domain/image/ref.ts";
import type { TenantReader } from "#ports/store/reader.ts";

/** Every digest by which runtimes may call an image, by the image as it is written. */
export type KnownDigests = ReadonlyMap<string, readonly string[]>;

/** What the scans know of the images now; an image of which no digest is known is left out. */
export async function readDigests(
  tx: TenantReader,
  images: Iterable<string>,
): Promise<KnownDigests> {
  const wanted = [...new Set(images)].flatMap((image) => tagOf(image) ?? []);
  const found = await tx.taggedImages(wanted);
  const known = new Map<string, readonly string[]>();
  for (const { image, repository, tag, digest } of wanted) {
    const row = found.find((one) => one.repository === repository && one.tag === tag);
    if (row === undefined || row.digests.length === 0) continue;
    // A tag that was pushed again says nothing of the digest that is written beside it.
    if (digest === undefined || row.digests.includes(digest)) known.set(image, row.digests);
  }
  return known;
}

/** Null for text that is no image reference, and for a digest alone, which says it all. */
function tagOf(image: string): {
  readonly image: string;
  readonly repository: string;
  readonly tag: string;
  readonly digest: string | undefined;
} | null {
  try {
    const { name, tag, digest } = parseImageRef(image);
    if (tag === undefined && digest !== undefined) return null;
    return { image, repository: canonicalName(name), tag: tag ?? "latest", digest };
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}
