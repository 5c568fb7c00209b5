import { isDigest } from "./digest.ts";

/** The part of an image reference that breaks the grammar, and how. */
export interface RefFlaw {
  readonly part: "registry" | "repository" | "tag" | "digest";
  readonly reason: string;
}

export const dockerHub = "docker.io";
const dockerHubAliases: ReadonlySet<string> = new Set([dockerHub, "index.docker.io"]);

const hostPart = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
const hostForm = new RegExp(
  String.raw`^(?:${hostPart}(?:\.${hostPart})*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?$`,
);
const pathPartForm = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;
const tagForm = /^\w[\w.-]{0,127}$/;
const imageIdForm = /^[a-f0-9]{64}$/;
const longestPath = 255;
const longestTag = 128;

/** Docker's rule: the first part is a host when it has a dot, a port or upper case, or is `localhost`. */
export function splitHost(name: string): {
  readonly host: string | undefined;
  readonly path: string;
} {
  const slash = name.indexOf("/");
  const first = slash === -1 ? "" : name.slice(0, slash);
  const isHost = /[.:A-Z]/.test(first) || first === "localhost";
  return isHost ? { host: first, path: name.slice(slash + 1) } : { host: undefined, path: name };
}

/** The one spelling of a host: lower case, unless upper case alone tells that `Registry/app` has a host. */
export function canonicalHost(host: string): string {
  const lower = host.toLowerCase();
  return splitHost(`${lower}/x`).host === undefined ? host : lower;
}

/** Whether a written host means Docker Hub; a name without a host does. */
export function isDockerHub(host: string | undefined): boolean {
  return host === undefined || dockerHubAliases.has(host.toLowerCase());
}

/** Whether the text can be a registry's host, with or without a port; the host alone need not look like one. */
export function isRegistryHost(text: string): boolean {
  return hostForm.test(text);
}

/** What is wrong with a name without tag and digest; undefined for a good one. */
export function flawOfName(name: string): RefFlaw | undefined {
  if (name === "") return repository("it has no repository name");
  if (/\s/.test(name)) return repository("it contains white space");
  const { host, path } = splitHost(name);
  if (host !== undefined && !isRegistryHost(host))
    return { part: "registry", reason: badHost(host) };
  const implied = isDockerHub(host) && !path.includes("/") ? "library/".length : 0;
  if (path.length + implied > longestPath) {
    return repository(`its repository is longer than ${longestPath} characters`);
  }
  const reason = path.split("/").map(flawOfPathPart).find(Boolean);
  return reason === undefined ? undefined : repository(reason);
}

/** A whole reference of 64 hex digits is refused: Docker reads it as the id of a local image. */
export function flawOfImageId(text: string): RefFlaw | undefined {
  if (!imageIdForm.test(text)) return undefined;
  return repository("64 hex digits are an image's id, not a repository");
}

/** What is wrong with a tag; undefined for a good one. */
export function flawOfTag(tag: string): RefFlaw | undefined {
  if (tagForm.test(tag)) return undefined;
  return { part: "tag", reason: badTag(tag) };
}

/** What is wrong with a digest; undefined for a good one. */
export function flawOfDigest(digest: string): RefFlaw | undefined {
  if (isDigest(digest)) return undefined;
  return { part: "digest", reason: badDigest(digest) };
}

function repository(reason: string): RefFlaw {
  return { part: "repository", reason };
}

function badHost(host: string): string {
  if (/^https?:$/i.test(host)) return `"${host}//" is not a registry host; leave the scheme out`;
  const port = /:([^\]]*)$/.exec(host)?.[1];
  if (port !== undefined && !/^[0-9]+$/.test(port)) {
    return `"${host}" is not a registry host: its port "${port}" is not a number`;
  }
  return `"${host}" is not a registry host`;
}

function flawOfPathPart(part: string): string | undefined {
  if (pathPartForm.test(part)) return undefined;
  if (part === "") return "its repository has an empty part";
  const lower = part.toLowerCase();
  if (pathPartForm.test(lower)) {
    return `the repository part "${part}" has upper case; write "${lower}"`;
  }
  return `"${part}" is not a repository part (a-z, 0-9, separated by ".", "_", "__" or "-")`;
}

function badTag(tag: string): string {
  if (tag === "") return "its tag is empty";
  if (/^[\w.-]+$/.test(tag) && tag.length > longestTag) {
    return `its tag is longer than ${longestTag} characters`;
  }
  return `"${tag}" is not a tag (letters, digits, "_", "." and "-", not starting with "." or "-")`;
}

function badDigest(digest: string): string {
  if (digest === "") return "its digest is empty";
  if (isDigest(digest.toLowerCase())) {
    return `"${digest}" is not a digest: it has upper case; write "${digest.toLowerCase()}"`;
  }
  return `"${digest}" is not a digest such as sha256: and 64 hex digits`;
}
