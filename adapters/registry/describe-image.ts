import { createHash } from "node:crypto";

import type { z } from "zod";

import { isDigest } from "#domain/image/digest.ts";
import type { TaggedImage } from "#ports/image-registry.ts";

import { unavailable } from "./failure.ts";
import {
  ImageConfig,
  Index,
  Manifest,
  acceptedImages,
  isIndexType,
  mainImageOf,
  platformDigests,
} from "./image-documents.ts";
import { imageFacts } from "./image-facts.ts";
import { parseJson } from "./json.ts";
import type { RepositorySession } from "./session.ts";

const longestDocument = 4 * 1024 * 1024;
const tagForm = /^\w[\w.-]{0,127}$/;

interface Document {
  readonly digest: string;
  readonly mediaType: string;
  readonly body: Buffer;
}

interface Lookup {
  readonly session: RepositorySession;
  readonly tag: string;
  readonly signal: AbortSignal | undefined;
}

/** What a tag stands for: at most one index, one manifest and one config are read. Null when there is no such tag. */
export async function describeImage(lookup: Lookup): Promise<TaggedImage | null> {
  const { tag } = lookup;
  const top = await readManifest(lookup, tag);
  if (top === null) return null;
  const index = isIndexType(top.mediaType) ? parse(lookup, top, Index) : null;
  const main = index === null ? top : await readMain(lookup, index);
  const manifest = main === null ? {} : parse(lookup, main, Manifest);
  const config = await readConfig(lookup, manifest.config?.digest ?? null);
  return imageFacts({
    tag,
    digest: top.digest,
    digests: [top.digest, ...(index === null ? [] : platformDigests(index))],
    annotations: { ...manifest.annotations, ...index?.annotations },
    labels: config?.config?.Labels ?? {},
    created: config?.created ?? null,
  });
}

/** The digest a tag stands for: by HEAD, and by the manifest itself where the registry's HEAD does not tell. */
export async function readDigest(lookup: Lookup): Promise<string | null> {
  const { session, tag, signal } = lookup;
  if (!tagForm.test(tag)) return null;
  const url = session.address(`manifests/${tag}`);
  const read = { url, accept: acceptedImages, limit: longestDocument, method: "HEAD" } as const;
  const answer = await session.read(read, signal);
  if (answer.status === 404) return null;
  const digest = answer.header("docker-content-digest");
  if (answer.status === 200 && digest !== null && isDigest(digest)) return digest;
  return (await readManifest(lookup, tag))?.digest ?? null;
}

async function readMain(lookup: Lookup, index: Index): Promise<Document | null> {
  const digest = mainImageOf(index);
  return digest === null ? null : readManifest(lookup, digest);
}

async function readManifest(lookup: Lookup, reference: string): Promise<Document | null> {
  // Both go into an address, and one of them is the registry's own word.
  if (!tagForm.test(reference) && !isDigest(reference)) return null;
  const document = await readDocument(lookup, `manifests/${reference}`, acceptedImages);
  if (document !== null && reference.startsWith("sha256:")) verify(lookup, document, reference);
  return document;
}

async function readConfig(lookup: Lookup, digest: string | null): Promise<ImageConfig | null> {
  if (digest === null || !isDigest(digest)) return null;
  const document = await readDocument(lookup, `blobs/${digest}`, "application/json, */*");
  if (document === null) return null;
  if (digest.startsWith("sha256:")) verify(lookup, document, digest);
  return parse(lookup, document, ImageConfig);
}

async function readDocument(
  { session, signal }: Lookup,
  part: string,
  accept: string,
): Promise<Document | null> {
  const url = session.address(part);
  const answer = await session.read({ url, accept, limit: longestDocument }, signal);
  if (answer.status === 404) return null;
  const { host } = session.endpoint;
  if (answer.status !== 200) throw unavailable(host, `it answers with HTTP ${answer.status}`);
  const digest = `sha256:${createHash("sha256").update(answer.body).digest("hex")}`;
  const [mediaType = ""] = (answer.header("content-type") ?? "").split(";");
  return { digest, mediaType: mediaType.trim(), body: answer.body };
}

function verify({ session }: Lookup, document: Document, digest: string): void {
  if (document.digest !== digest) {
    throw unavailable(session.endpoint.host, `its content for ${digest} has another digest`);
  }
}

function parse<Shape>({ session }: Lookup, { body }: Document, schema: z.ZodType<Shape>): Shape {
  return parseJson({ host: session.endpoint.host, body, schema });
}
