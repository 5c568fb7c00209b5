import { DomainError } from "#domain/error.ts";

import { isDigest } from "./digest.ts";

/** An image reference as a manifest writes it. The name keeps its written form: `nginx` stays `nginx`. */
export interface ImageRef {
  /** Registry host and repository path as written, without tag and digest. */
  readonly name: string;
  readonly tag?: string;
  readonly digest?: string;
}

const dockerHub = "docker.io";
const dockerHubAliases: ReadonlySet<string> = new Set([dockerHub, "index.docker.io"]);

const hostForm =
  /^(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?$/;
const pathPartForm = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;
const tagForm = /^\w[\w.-]{0,127}$/;
const bareIdForm = /^[a-f0-9]{64}$/;
const longestPath = 255;

/**
 * Reads a reference in the grammar of the Distribution project, with Docker Hub implied as Docker does.
 * Throws `DomainError` "invalid" with the reason when the text is not a reference; nothing is trimmed.
 */
export function parseImageRef(text: string): ImageRef {
  const at = text.indexOf("@");
  const digest = at === -1 ? undefined : text.slice(at + 1);
  const beforeDigest = at === -1 ? text : text.slice(0, at);
  const colon = beforeDigest.indexOf(":", beforeDigest.lastIndexOf("/") + 1);
  const tag = colon === -1 ? undefined : beforeDigest.slice(colon + 1);
  const name = colon === -1 ? beforeDigest : beforeDigest.slice(0, colon);

  const flaw = flawOfName(name) ?? flawOfTag(tag) ?? flawOfDigest(digest);
  if (flaw !== undefined) {
    throw new DomainError("invalid", `"${text}" is not an image reference: ${flaw}.`, {
      image: text,
    });
  }
  return {
    name,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** Whether the text can be an image's name in the grammar of `parseImageRef`, without tag and digest. */
export function isImageName(text: string): boolean {
  return flawOfName(text) === undefined;
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

/** The host (and port) of the registry that serves `name`; `docker.io` when the name has none. */
export function registryHost(name: string): string {
  const host = splitHost(name).host?.toLowerCase();
  return host === undefined || dockerHubAliases.has(host) ? dockerHub : host;
}

/** The repository's path inside its registry: `library/nginx` for `nginx`. */
export function repositoryPath(name: string): string {
  const { path } = splitHost(name);
  return registryHost(name) === dockerHub && !path.includes("/") ? `library/${path}` : path;
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
  return {
    name: ref.name,
    ...(version.tag === undefined ? {} : { tag: version.tag }),
    ...(version.digest === undefined ? {} : { digest: version.digest }),
  };
}

/** Docker's rule: the first part is a host when it has a dot, a port or upper case, or is `localhost`. */
function splitHost(name: string): { readonly host: string | undefined; readonly path: string } {
  const slash = name.indexOf("/");
  const first = slash === -1 ? "" : name.slice(0, slash);
  const isHost = /[.:A-Z]/.test(first) || first === "localhost";
  return isHost ? { host: first, path: name.slice(slash + 1) } : { host: undefined, path: name };
}

function flawOfName(name: string): string | undefined {
  if (name === "") return "it has no repository name";
  if (/\s/.test(name)) return "it contains white space";
  if (bareIdForm.test(name)) return "64 hex digits are an image's id, not a repository";
  const { host, path } = splitHost(name);
  if (host !== undefined && !hostForm.test(host)) return `"${host}" is not a registry host`;
  if (path.length > longestPath) return `its repository is longer than ${longestPath} characters`;
  return path.split("/").map(flawOfPathPart).find(Boolean);
}

function flawOfPathPart(part: string): string | undefined {
  if (pathPartForm.test(part)) return undefined;
  if (part === "") return "its repository has an empty part";
  if (pathPartForm.test(part.toLowerCase())) return `the repository part "${part}" has upper case`;
  return `"${part}" is not a repository part (a-z, 0-9, separated by ".", "_", "__" or "-")`;
}

function flawOfTag(tag: string | undefined): string | undefined {
  if (tag === undefined || tagForm.test(tag)) return undefined;
  if (tag === "") return "its tag is empty";
  if (tag.length > 128) return "its tag is longer than 128 characters";
  return `"${tag}" is not a tag (letters, digits, "_", "." and "-", not starting with "." or "-")`;
}

function flawOfDigest(digest: string | undefined): string | undefined {
  if (digest === undefined || isDigest(digest)) return undefined;
  return `"${digest}" is not a digest such as sha256: and 64 hex digits`;
}
