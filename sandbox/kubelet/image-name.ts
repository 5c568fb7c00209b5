import { canonicalName, parseImageRef, registryHost, repositoryPath } from "#domain/image/ref.ts";

/** An image as a container runtime names it. */
export interface ImageName {
  readonly host: string;
  /** The path within the registry: `library/nginx`. */
  readonly path: string;
  /** `docker.io/library/nginx`. */
  readonly repository: string;
  readonly tag: string | null;
  readonly digest: string | null;
}

/** Reads an image the way containerd does: Docker Hub and `latest` are implied. */
export function parseImageName(image: string): ImageName {
  const { name, tag, digest } = parseImageRef(image);
  return {
    host: registryHost(name),
    path: repositoryPath(name),
    repository: canonicalName(name),
    tag: tag ?? (digest ? null : "latest"),
    digest: digest ?? null,
  };
}

/** `docker.io/library/nginx:1.29`, with the digest where the image is pinned to one. */
export function canonicalReference({ repository, tag, digest }: ImageName): string {
  return `${repository}${tag ? `:${tag}` : ""}${digest ? `@${digest}` : ""}`;
}
