import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";

import type { OciContent, OciImage } from "./oci-image.ts";

export interface SeenRequest {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string | null;
  readonly method: string;
  /** The list or image that the asker has already. */
  readonly etag: string | null;
}

/** Answers a request in the registry's stead; false leaves it to the registry. */
type Intercept = (request: SeenRequest, response: ServerResponse) => boolean;

/** A small OCI registry on a free port of the loopback address, filled in memory. */
export class OciRegistryServer {
  readonly seen: SeenRequest[] = [];
  intercept: Intercept = () => false;
  readonly #tags = new Map<string, Map<string, string>>();
  readonly #contents = new Map<string, OciContent>();
  readonly #server = createServer((request, response) => this.#answer(request, response));

  static async start(): Promise<OciRegistryServer> {
    const registry = new OciRegistryServer();
    await new Promise<void>((resolve) => registry.#server.listen(0, "127.0.0.1", resolve));
    return registry;
  }

  get origin(): string {
    return `http://127.0.0.1:${addressOf(this.#server.address()).port}`;
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  /** Adds an image; without a tag it can only be read by its digest. */
  addImage(path: string, tag: string | null, image: OciImage): void {
    this.addContent(image.config);
    this.addManifest(path, tag, image.manifest);
  }

  addManifest(path: string, tag: string | null, manifest: OciContent): void {
    this.addContent(manifest);
    const tags = this.#tags.get(path) ?? new Map<string, string>();
    this.#tags.set(path, tags);
    if (tag !== null) tags.set(tag, manifest.digest);
  }

  /** Serves `content` at its digest, true or not. */
  addContent(content: OciContent): void {
    this.#contents.set(content.digest, content);
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? "/", this.origin);
    const authorization = request.headers.authorization ?? null;
    const seen = {
      path: url.pathname,
      query: url.searchParams,
      authorization,
      method: request.method ?? "GET",
      etag: request.headers["if-none-match"] ?? null,
    };
    this.seen.push(seen);
    if (this.intercept(seen, response)) return;
    const [, path = "", kind = "", reference = ""] =
      /^\/v2\/(.+)\/(tags|manifests|blobs)\/([^/]+)$/.exec(url.pathname) ?? [];
    const tags = this.#tags.get(path);
    if (tags === undefined) respond(response, 404, { errors: [{ code: "NAME_UNKNOWN" }] });
    else if (kind === "tags") respondTags(response, url, [...tags.keys()].toSorted());
    else this.#answerContent(response, tags.get(reference) ?? reference);
  }

  #answerContent(response: ServerResponse, digest: string): void {
    const content = this.#contents.get(digest);
    if (content === undefined) {
      respond(response, 404, { errors: [{ code: "MANIFEST_UNKNOWN" }] });
      return;
    }
    response.writeHead(200, {
      "content-type": content.mediaType,
      "docker-content-digest": content.digest,
    });
    response.end(content.bytes);
  }
}

/** Answers with JSON. */
export function respond(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(value));
}

function respondTags(response: ServerResponse, url: URL, all: readonly string[]): void {
  const last = url.searchParams.get("last");
  const limit = Number(url.searchParams.get("n") ?? all.length);
  const rest = last === null ? all : all.slice(all.indexOf(last) + 1);
  const tags = rest.slice(0, limit);
  if (tags.length < rest.length) {
    const next = new URLSearchParams({ last: tags.at(-1) ?? "", n: String(limit) });
    response.setHeader("link", `<${url.pathname}?${next}>; rel="next"`);
  }
  respond(response, 200, { name: url.pathname, tags });
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === "string") throw new Error("The registry has no port.");
  return address;
}
