import { parseImageRef, registryHost, repositoryPath, type ImageRef } from "#domain/image/ref.ts";
import { commitOf } from "#sandbox/content/tags.ts";
import type { BuiltImage, ImageRepository } from "#sandbox/registry/catalogue.ts";
import { nextTag } from "#sandbox/registry/next-tag.ts";

const day = 24 * 3_600_000;
const newer = 3;

/**
 * A repository for every image that the references name: the tags they use, and a few newer ones of the same form, so
 * that there is something to promote. What is no reference is left out.
 */
export function inventHistory(references: readonly string[], now: Date): ImageRepository[] {
  const refs = references.flatMap(readReference);
  const byName = Map.groupBy(refs, ({ name }) => `${registryHost(name)}/${repositoryPath(name)}`);
  return [...byName].map(([key, used]) => {
    const name = used[0]?.name ?? key;
    return {
      host: registryHost(name),
      path: repositoryPath(name),
      source: null,
      images: inventBuilds(key, used, now),
    };
  });
}

function inventBuilds(key: string, used: readonly ImageRef[], now: Date): BuiltImage[] {
  const digests = new Map(used.map(({ tag = "latest", digest }) => [tag, digest]));
  const tags = [...digests.keys()].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  for (let count = 0; count < newer; count++) {
    const tag = nextTag(tags.at(-1) ?? "latest", commitOf(`${key} ${count}`));
    if (!digests.has(tag)) tags.push(tag);
  }
  return tags.map((tag, at) => {
    const pinnedDigest = digests.get(tag);
    return {
      tag,
      revision: commitOf(`${key} ${tag}`),
      created: new Date(now.getTime() - (tags.length - at) * day).toISOString(),
      ...(pinnedDigest === undefined ? {} : { pinnedDigest }),
    };
  });
}

function readReference(text: string): readonly ImageRef[] {
  try {
    return [parseImageRef(text)];
  } catch {
    return [];
  }
}
