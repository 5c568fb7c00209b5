import type { TaggedImage } from "#ports/image-registry.ts";

const prefix = "org.opencontainers.image.";
/** Reproducible builders write 1970 or 1980 for "unknown"; no image is older than the format. */
const firstImages = Date.UTC(2013, 0, 1);

/**
 * What an image says of itself, annotations before labels of its config. Its time is its annotation's, else its
 * config's, and only then a label's, because labels are inherited from the image it was built on. A time that is none,
 * or from before there were images, as reproducible builds write it, is passed over.
 */
export function imageFacts(input: {
  readonly tag: string;
  readonly digest: string;
  readonly digests: readonly string[];
  readonly annotations: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly created: string | null;
}): TaggedImage {
  const { tag, digest, digests } = input;
  const labels = { ...input.labels, ...input.annotations };
  const createdAt =
    timeIn(input.annotations[`${prefix}created`]) ??
    timeIn(input.created) ??
    timeIn(input.labels[`${prefix}created`]) ??
    timeIn(input.labels["org.label-schema.build-date"]);
  const { [`${prefix}revision`]: revision, [`${prefix}source`]: source } = labels;
  const version = labels[`${prefix}version`];
  return {
    tag,
    digest,
    digests,
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
