import { createHash } from "node:crypto";

export interface OciContent {
  readonly mediaType: string;
  readonly digest: string;
  readonly bytes: Buffer;
}

export interface OciImage {
  readonly manifest: OciContent;
  readonly config: OciContent;
}

const types = {
  config: "application/vnd.oci.image.config.v1+json",
  manifest: "application/vnd.oci.image.manifest.v1+json",
  index: "application/vnd.oci.image.index.v1+json",
};

/** An image without layers, with the labels of the OCI specification in its config. */
export function ociImage(facts: {
  readonly created?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}): OciImage {
  const config = json(types.config, {
    architecture: "amd64",
    os: "linux",
    created: facts.created,
    config: { Labels: facts.labels ?? null },
    rootfs: { type: "layers", diff_ids: [] },
  });
  const manifest = json(types.manifest, {
    schemaVersion: 2,
    mediaType: types.manifest,
    config: descriptor(config),
    layers: [],
    annotations: facts.annotations,
  });
  return { manifest, config };
}

/** An index of images by platform (`linux/arm64`). */
export function ociIndex(
  images: Readonly<Record<string, OciImage>>,
  annotations?: Readonly<Record<string, string>>,
): OciContent {
  const manifests = Object.entries(images).map(([platform, { manifest }]) => {
    const [os, architecture] = platform.split("/");
    return { ...descriptor(manifest), platform: { os, architecture } };
  });
  return json(types.index, { schemaVersion: 2, mediaType: types.index, manifests, annotations });
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

function json(mediaType: string, value: unknown): OciContent {
  const bytes = Buffer.from(JSON.stringify(value));
  return { mediaType, digest: digestOf(bytes), bytes };
}

function descriptor({ mediaType, digest, bytes }: OciContent): object {
  return { mediaType, digest, size: bytes.length };
}
