import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";

import type { BuiltImage, ImageRepository } from "./catalogue.ts";

/** Labels by which an image tells the sandbox's kubelet what its containers do. */
const behaviourLabels = {
  crash: { behaviour: "crash", message: "panic: the configuration has no database address" },
  oom: { behaviour: "oom", message: "the process used more memory than its limit" },
  "never-ready": { behaviour: "never-ready", message: "HTTP probe failed with statuscode: 503" },
  slow: { behaviour: "slow:20" },
} as const;

export interface Content {
  readonly mediaType: string;
  readonly digest: string;
  readonly bytes: Buffer;
}

/** An image as the distribution API serves it. */
export interface ImageContent {
  readonly manifest: Content;
  readonly config: Content;
  readonly layer: Content;
}

const emptyTar = Buffer.alloc(1024);
const layer = content("application/vnd.oci.image.layer.v1.tar+gzip", gzipSync(emptyTar));

/** The image's manifest, config and its one empty layer; the same image gives the same bytes. */
export function imageContent(repository: ImageRepository, image: BuiltImage): ImageContent {
  const known = contents.get(image);
  if (known) return known;
  const made = makeContent(repository, image);
  contents.set(image, made);
  return made;
}

const contents = new WeakMap<BuiltImage, ImageContent>();

function makeContent(repository: ImageRepository, image: BuiltImage): ImageContent {
  const config = jsonContent("application/vnd.oci.image.config.v1+json", {
    architecture: "amd64",
    os: "linux",
    created: image.created,
    config: { Labels: labels(repository, image) },
    rootfs: { type: "layers", diff_ids: [digestOf(emptyTar)] },
    history: [{ created: image.created, created_by: "sandbox build" }],
  });
  const manifest = jsonContent("application/vnd.oci.image.manifest.v1+json", {
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.manifest.v1+json",
    config: descriptor(config),
    layers: [descriptor(image.missing === true ? lostLayer(image) : layer)],
  });
  return { manifest, config, layer };
}

/** A layer that no registry has: what a broken push or a too eager clean-up leaves behind. */
function lostLayer({ tag, revision }: BuiltImage): Content {
  return content(layer.mediaType, Buffer.from(`lost ${tag} ${revision}`));
}

function labels(repository: ImageRepository, image: BuiltImage): Record<string, string> {
  return {
    "org.opencontainers.image.created": image.created,
    "org.opencontainers.image.revision": image.revision,
    "org.opencontainers.image.version": image.tag,
    ...(repository.source === null ? {} : { "org.opencontainers.image.source": repository.source }),
    ...(image.behaviour === undefined ? {} : sandboxLabels(behaviourLabels[image.behaviour])),
  };
}

function sandboxLabels(labels: object): Record<string, string> {
  const entries = Object.entries(labels).map(([name, value]) => [
    `sandbox.stagecoach.dev/${name}`,
    String(value),
  ]);
  return Object.fromEntries(entries);
}

function jsonContent(mediaType: string, value: unknown): Content {
  return content(mediaType, Buffer.from(JSON.stringify(value)));
}

function content(mediaType: string, bytes: Buffer): Content {
  return { mediaType, digest: digestOf(bytes), bytes };
}

function descriptor({ mediaType, digest, bytes }: Content): object {
  return { mediaType, digest, size: bytes.length };
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}
