import { DomainError } from "#domain/error.ts";
import { canonicalName, parseImageRef } from "#domain/image/ref.ts";
import type { ImageKnowledge } from "#domain/tag-policy/candidates.ts";
import type { TagInfo } from "#domain/tag-policy/rank.ts";
import type { ImageRow } from "#ports/store/image-rows.ts";
import type { TenantReader } from "#ports/store/reader.ts";

/** What the scans found of the repositories that the images belong to; all repositories when left out. */
export async function readKnowledge(
  tx: TenantReader,
  images?: Iterable<string>,
): Promise<ImageKnowledge> {
  const names = images && [...repositoryNames(images)];
  const repositories = await tx.imageRepositories();
  const tags = await tx.images(names);
  const byRepository = Map.groupBy(tags, ({ repositoryId }) => repositoryId);
  return new Map(
    repositories.map(({ id, name, scannedAt, error }) => [
      name,
      {
        scanned: scannedAt !== null,
        error,
        tags: (byRepository.get(id) ?? []).map(tagInfo),
      },
    ]),
  );
}

/** What a stored image tells a policy; what is not known is left out. */
export function tagInfo(image: Omit<ImageRow, "repositoryId">): TagInfo {
  const { tag, digest, createdAt, revision, source } = image;
  return {
    tag,
    ...(digest !== null && { digest }),
    ...(createdAt && { createdAt: createdAt.toISOString() }),
    ...(revision !== null && { revision }),
    ...(source !== null && { source }),
  };
}

/** The canonical repository names of the images; texts that are no image reference are passed over. */
export function repositoryNames(images: Iterable<string>): ReadonlySet<string> {
  const names = new Set<string>();
  for (const image of images) {
    try {
      names.add(canonicalName(parseImageRef(image).name));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
    }
  }
  return names;
}
