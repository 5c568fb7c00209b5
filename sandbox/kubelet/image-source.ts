import { createHash } from "node:crypto";

import { at, isList } from "#sandbox/kubernetes/json.ts";

import { behaviourOf, type Behaviour } from "./behaviour.ts";
import { canonicalReference, parseImageName, type ImageName } from "./image-name.ts";

export interface PulledImage {
  readonly kind: "pulled";
  /** The image as the runtime names it. */
  readonly image: string;
  /** `<repository>@<manifest digest>`. */
  readonly imageID: string;
  readonly bytes: number;
  readonly behaviour: Behaviour;
}

export interface FailedPull {
  readonly kind: "failed";
  readonly message: string;
}

/** The text names no image: no registry will ever have it. */
export interface InvalidName {
  readonly kind: "invalid";
  readonly message: string;
}

const manifestTypes = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

/** Where images come from: a registry that stands for every registry, asked as a mirror is. */
export class ImageSource {
  readonly #registry: string;
  readonly #signal: AbortSignal;
  readonly #present = new Map<string, PulledImage>();

  constructor({ registry, signal }: { registry: string; signal: AbortSignal }) {
    this.#registry = registry.replace(/\/$/, "");
    this.#signal = signal;
  }

  /** The image if an earlier pull brought it. */
  present(image: string): PulledImage | undefined {
    return this.#present.get(image);
  }

  /** Asks the registry for the manifest and the labels; a failure carries the runtime's words. */
  async pull(image: string): Promise<PulledImage | FailedPull | InvalidName> {
    const name = readName(image);
    if (typeof name === "string") return { kind: "invalid", message: name };
    try {
      const manifest = await this.#manifest(name, name.digest ?? name.tag ?? "latest");
      if (!manifest) return { kind: "failed", message: notFoundMessage(name) };
      const pulled = await this.#describe(name, manifest);
      this.#present.set(image, pulled);
      return pulled;
    } catch (error) {
      if (error instanceof MissingLayer) {
        return { kind: "failed", message: missingLayerMessage(name, error.digest) };
      }
      const why = error instanceof Error ? error.message : String(error);
      return { kind: "failed", message: unreachableMessage(name, why) };
    }
  }

  async #describe(name: ImageName, { digest, body }: Manifest): Promise<PulledImage> {
    const children = at(body, "manifests");
    const child = isList(children) ? (children.find(isLinuxAmd64) ?? children[0]) : undefined;
    const childDigest = at(child, "digest");
    const platform =
      typeof childDigest === "string" ? (await this.#manifest(name, childDigest))?.body : body;
    const configDigest = at(platform, "config", "digest");
    const config = typeof configDigest === "string" ? await this.#blob(name, configDigest) : null;
    const layers = at(platform, "layers");
    const digests = isList(layers) ? layers.map((layer) => at(layer, "digest")) : [];
    await this.#requireLayers(name, digests);
    const sizes = isList(layers) ? layers.map((layer) => Number(at(layer, "size") ?? 0)) : [];
    return {
      kind: "pulled",
      image: canonicalReference(name),
      imageID: `${name.repository}@${digest}`,
      bytes: sizes.reduce((sum, size) => sum + size, 0),
      behaviour: behaviourOf(at(config, "config", "Labels")),
    };
  }

  /** Throws the runtime's words for a layer that the registry does not have. */
  async #requireLayers(name: ImageName, digests: readonly unknown[]): Promise<void> {
    for (const digest of digests) {
      if (typeof digest !== "string") continue;
      const response = await this.#get(name, `blobs/${digest}`, "HEAD");
      if (response.status === 404) throw new MissingLayer(digest);
    }
  }

  async #manifest(name: ImageName, reference: string): Promise<Manifest | null> {
    const response = await this.#get(name, `manifests/${reference}`);
    if (response.status === 404) return null;
    if (!response.ok) throw new Error(`unexpected status code: ${response.status}`);
    const text = await response.text();
    const digest =
      response.headers.get("docker-content-digest") ??
      `sha256:${createHash("sha256").update(text).digest("hex")}`;
    const body: unknown = JSON.parse(text);
    return { digest, body };
  }

  async #blob(name: ImageName, digest: string): Promise<unknown> {
    const response = await this.#get(name, `blobs/${digest}`);
    return response.ok ? response.json() : null;
  }

  #get({ host, path }: ImageName, rest: string, method = "GET"): Promise<Response> {
    const ns = host === new URL(this.#registry).host ? "" : `?ns=${encodeURIComponent(host)}`;
    return fetch(`${this.#registry}/v2/${path}/${rest}${ns}`, {
      method,
      headers: { accept: manifestTypes },
      signal: this.#signal,
    });
  }
}

class MissingLayer extends Error {
  readonly digest: string;

  constructor(digest: string) {
    super(`layer ${digest} is missing`);
    this.digest = digest;
  }
}

interface Manifest {
  readonly digest: string;
  readonly body: unknown;
}

function readName(image: string): ImageName | string {
  try {
    return parseImageName(image);
  } catch {
    return `Failed to apply default image tag "${image}": couldn't parse image name "${image}": invalid reference format`;
  }
}

function isLinuxAmd64(descriptor: unknown): boolean {
  const os = at(descriptor, "platform", "os");
  return os === "linux" && at(descriptor, "platform", "architecture") === "amd64";
}

function notFoundMessage(name: ImageName): string {
  const image = canonicalReference(name);
  return `rpc error: code = NotFound desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`;
}

function missingLayerMessage(name: ImageName, digest: string): string {
  const image = canonicalReference(name);
  return `rpc error: code = NotFound desc = failed to pull and unpack image "${image}": failed to copy: httpReadSeeker: failed open: content at ${digest} not found: not found`;
}

function unreachableMessage(name: ImageName, why: string): string {
  const image = canonicalReference(name);
  return `rpc error: code = Unknown desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": failed to do request: ${why}`;
}
