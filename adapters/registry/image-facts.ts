import type { TaggedImage } from "#ports/image-registry.ts";

const prefix = "org.opencontainers.image.";
/** Reproducible builders write 1970 or 1980 for "unknown"; no image is older than the format. */
const firstImages = Date.UTC(2013, 0, 1);

/**
 * What an image says of itself: annotations before labels of its config, then the config's own creation time.
 * A time that is none, or from before there were images, is left out.
 */
export function imageFacts(input: {
  readonly tag: string;
  readonly digest: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly created: string | null;
}): TaggedImage {
  const { tag, digest } = input;
  const labels = { ...input.labels, ...input.annotations };
  const createdAt = timeIn(labels[`${prefix}created`]) ?? timeIn(input.created);
  const { [`${prefix}revision`]: revision, [`${prefix}source`]: source } = labels;
  const version = labels[`${prefix}version`];
  return {
    tag,
    digest,
    labels,
    ...(createdAt === null ? {} : { createdAt }),
    ...(revision ? { revision } : {}),
    ...(source ? { source } : {}),
    ...(version ? { version } : {}),
  };
}

function timeIn(text: string | null | undefined): string | null {
  if (!/^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d/.test(text ?? "")) return null;
  const time = Date.parse(text ?? "");
  return Number.isNaN(time) || time < firstImages ? null : new Date(time).toISOString();
}
