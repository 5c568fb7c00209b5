import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

import { respondJson } from "#sandbox/http/respond.ts";

import type { BuiltImage, Catalogue, ImageRepository } from "./catalogue.ts";
import { imageContent, type Content } from "./manifest.ts";

const routeForm = /^\/v2\/(?<path>.+)\/(?<kind>tags|manifests|blobs)\/(?<reference>[^/]+)$/;
const pageSize = 100;
/** More in one answer is not given to anyone, as with real registries. */
const longestPage = 1000;

/**
 * Answers the reading half of the OCI distribution API for everybody. `?ns=<host>` says which registry
 * is meant, as container runtimes tell their mirrors; without it the path alone decides.
 */
export function serveRegistry(catalogue: Catalogue) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    response.setHeader("docker-distribution-api-version", "registry/2.0");
    if (request.method !== "GET" && request.method !== "HEAD") {
      respondError(response, "UNSUPPORTED", "This registry is filled by the sandbox's builds.");
      return;
    }
    const url = new URL(request.url ?? "/", "http://registry");
    if (/^\/v2\/?$/.test(url.pathname)) {
      respondJson(response, {});
      return;
    }
    serveRepository(catalogue, url, response);
  };
}

function serveRepository(catalogue: Catalogue, url: URL, response: ServerResponse): void {
  const { path, kind, reference } = routeForm.exec(url.pathname)?.groups ?? {};
  const host = url.searchParams.get("ns") ?? undefined;
  const repository = path === undefined ? undefined : catalogue.find(path, host);
  if (repository === undefined || reference === undefined) {
    respondError(response, "NAME_UNKNOWN", "The repository is not known to this registry.");
    return;
  }
  if (kind === "tags" && reference === "list") {
    serveTags(repository, url, response);
    return;
  }
  if (kind === "blobs") {
    const blob = findBlob(repository, reference);
    if (blob) respondContent(response, blob);
    else respondError(response, "BLOB_UNKNOWN", "The repository has no such blob.");
  } else {
    const manifest = findManifest(repository, reference);
    if (manifest) respondContent(response, manifest);
    else respondError(response, "MANIFEST_UNKNOWN", "The repository has no such image.");
  }
}

function serveTags(repository: ImageRepository, url: URL, response: ServerResponse): void {
  const last = url.searchParams.get("last");
  const wanted = Number(url.searchParams.get("n") ?? pageSize);
  if (!Number.isInteger(wanted) || wanted < 0) {
    respondError(response, "PAGINATION_NUMBER_INVALID", "n is a number of tags.");
    return;
  }
  const limit = Math.min(wanted, longestPage);
  const all = repository.images.map(({ tag }) => tag).sort(compareText);
  const after = all.filter((tag) => last === null || compareText(tag, last) > 0);
  const tags = after.slice(0, limit);
  const end = tags.at(-1);
  if (end !== undefined && tags.length < after.length) {
    const next = new URLSearchParams(url.searchParams);
    next.set("last", end);
    next.set("n", String(limit));
    response.setHeader("link", `<${url.pathname}?${next}>; rel="next"`);
  }
  const etag = `"${createHash("sha256").update(tags.join(" ")).digest("hex")}"`;
  response.setHeader("etag", etag);
  if (response.req.headers["if-none-match"] === etag) response.writeHead(304).end();
  else respondJson(response, { name: repository.path, tags });
}

function findManifest(repository: ImageRepository, reference: string): Content | undefined {
  const tagged = repository.images.find(({ tag }) => tag === reference);
  if (tagged) return imageContent(repository, tagged).manifest;
  return contentsOf(repository).manifests.get(reference);
}

function findBlob(repository: ImageRepository, digest: string): Content | undefined {
  return contentsOf(repository).blobs.get(digest);
}

interface Contents {
  readonly manifests: ReadonlyMap<string, Content>;
  readonly blobs: ReadonlyMap<string, Content>;
}

const contents = new WeakMap<readonly BuiltImage[], Contents>();

/** All that a repository holds by digest, put together once as long as nothing is pushed. */
function contentsOf(repository: ImageRepository): Contents {
  const known = contents.get(repository.images);
  if (known) return known;
  const manifests = new Map<string, Content>();
  const blobs = new Map<string, Content>();
  for (const image of repository.images) {
    const { manifest, config, layer } = imageContent(repository, image);
    manifests.set(manifest.digest, manifest);
    const digest = image.pinnedDigest;
    if (digest !== undefined) manifests.set(digest, { ...manifest, digest });
    blobs.set(config.digest, config).set(layer.digest, layer);
  }
  contents.set(repository.images, { manifests, blobs });
  return { manifests, blobs };
}

function respondContent(response: ServerResponse, { mediaType, digest, bytes }: Content): void {
  response.writeHead(200, {
    "content-type": mediaType,
    "content-length": bytes.length,
    "docker-content-digest": digest,
    etag: `"${digest}"`,
  });
  response.end(response.req.method === "HEAD" ? undefined : bytes);
}

const statusOf = {
  NAME_UNKNOWN: 404,
  MANIFEST_UNKNOWN: 404,
  BLOB_UNKNOWN: 404,
  PAGINATION_NUMBER_INVALID: 400,
  UNSUPPORTED: 405,
} as const;

function respondError(response: ServerResponse, code: keyof typeof statusOf, message: string) {
  respondJson(response, { errors: [{ code, message }] }, statusOf[code]);
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
