import { z } from "zod";

import { isDigest } from "#domain/image/digest.ts";

const annotations = z.record(z.string(), z.string()).nullish();

/** The documents an image is made of, as far as we read them. */
export const Index = z.object({
  manifests: z.array(
    z.object({
      digest: z.string(),
      mediaType: z.string().optional(),
      platform: z.object({ os: z.string(), architecture: z.string() }).nullish(),
    }),
  ),
  annotations,
});
export type Index = z.infer<typeof Index>;

export const Manifest = z.object({
  config: z.object({ digest: z.string() }).nullish(),
  annotations,
});
export type Manifest = z.infer<typeof Manifest>;

export const ImageConfig = z.object({
  created: z.string().nullish(),
  config: z.object({ Labels: z.record(z.string(), z.string()).nullish() }).nullish(),
});
export type ImageConfig = z.infer<typeof ImageConfig>;

const indexTypes = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
];
const manifestTypes = [
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
];

/** The `Accept` header that asks for images in every form we read. */
export const acceptedImages = [...indexTypes, ...manifestTypes].join(", ");

/** Whether a document of this media type lists images instead of being one. */
export function isIndexType(mediaType: string): boolean {
  return indexTypes.includes(mediaType);
}

/** More platforms than any image has; an index is what a stranger wrote. */
const mostPlatforms = 100;

/** The digests of an index's images, without the attestations beside them. */
export function platformDigests({ manifests }: Index): readonly string[] {
  return manifests
    .filter(({ platform }) => platform?.os !== "unknown")
    .map(({ digest }) => digest)
    .filter(isDigest)
    .slice(0, mostPlatforms);
}

/** The image that speaks for a multi-platform one: linux/amd64, else any linux, else the first that is an image. */
export function mainImageOf({ manifests }: Index): string | null {
  const images = manifests.filter(({ platform }) => platform?.os !== "unknown");
  const linux = images.filter(({ platform }) => platform?.os === "linux");
  const main =
    linux.find(({ platform }) => platform?.architecture === "amd64") ?? linux[0] ?? images[0];
  return main?.digest ?? null;
}
