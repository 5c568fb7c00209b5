import { DomainError } from "#domain/error.ts";

import {
  canonicalHost,
  dockerHub,
  flawOfDigest,
  flawOfImageId,
  flawOfName,
  flawOfTag,
  isDockerHub,
  splitHost,
} from "./grammar.ts";

/** An image reference as a manifest writes it. The name keeps its written form: `nginx` stays `nginx`. */
export interface ImageRef {
  /** Registry host and repository path as written, without tag and digest. */
  readonly name: string;
  readonly tag?: string;
  readonly digest?: string;
}

/**
 * Reads a reference in the grammar of the Distribution project, with Docker Hub implied as Docker does. Throws
 * `DomainError` "invalid" with the reason and the part that is wrong (`data.part`); nothing is trimmed or corrected.
 */
export function parseImageRef(text: string): ImageRef {
  const at = text.indexOf("@");
  const digest = at === -1 ? undefined : text.slice(at + 1);
  const beforeDigest = at === -1 ? text : text.slice(0, at);
  const colon = beforeDigest.indexOf(":", beforeDigest.lastIndexOf("/") + 1);
  const tag = colon === -1 ? undefined : beforeDigest.slice(colon + 1);
  const name = colon === -1 ? beforeDigest : beforeDigest.slice(0, colon);
  const flaw =
    flawOfImageId(text) ??
    flawOfName(name) ??
    (tag === undefined ? undefined : flawOfTag(tag)) ??
    (digest === undefined ? undefined : flawOfDigest(digest));
  if (flaw !== undefined) {
    throw new DomainError("invalid", `"${text}" is not an image reference: ${flaw.reason}.`, {
      image: text,
      part: flaw.part,
    });
  }
  return makeRef(name, { tag, digest });
}

/** Whether the text can be an image's name in the grammar of `parseImageRef`, without tag and digest. */
export function isImageName(text: string): boolean {
  return flawOfImageId(text) === undefined && flawOfName(text) === undefined;
}

/** The reference as text; `formatImageRef(parseImageRef(text)) === text` for every valid text. */
export function formatImageRef(ref: ImageRef): string {
  const tag = ref.tag === undefined ? "" : `:${ref.tag}`;
  const digest = ref.digest === undefined ? "" : `@${ref.digest}`;
  return `${ref.name}${tag}${digest}`;
}

/** The full name: `nginx` is `docker.io/library/nginx`, `index.docker.io/a/b` is `docker.io/a/b`. */
export function canonicalName(name: string): string {
  return `${registryHost(name)}/${repositoryPath(name)}`;
}

/** The one text of all spellings of a reference: its canonical name with the tag and the digest it has. */
export function canonicalImageRef(ref: ImageRef): string {
  return formatImageRef({ ...ref, name: canonicalName(ref.name) });
}

/** The host (and port) of the registry that serves `name`; `docker.io` when the name has none. */
export function registryHost(name: string): string {
  const { host } = splitHost(name);
  return host === undefined || isDockerHub(host) ? dockerHub : canonicalHost(host);
}

/** The repository's path inside its registry: `library/nginx` for `nginx`. */
export function repositoryPath(name: string): string {
  const { host, path } = splitHost(name);
  return isDockerHub(host) && !path.includes("/") ? `library/${path}` : path;
}

/** Whether two names, however they are written, mean the same repository. */
export function sameRepository(a: string, b: string): boolean {
  return a === b || canonicalName(a) === canonicalName(b);
}

/** The same repository, written the same way, at exactly the given tag and digest: what is left out is dropped. */
export function withVersion(
  ref: ImageRef,
  version: { readonly tag?: string; readonly digest?: string },
): ImageRef {
  return makeRef(ref.name, version);
}

function makeRef(
  name: string,
  { tag, digest }: { readonly tag?: string | undefined; readonly digest?: string | undefined },
): ImageRef {
  return {
    name,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}
