import { canonicalName } from "#domain/image/ref.ts";
import type { ImageRef } from "#domain/image/ref.ts";
import type { ImageKnowledge } from "#domain/tag-policy/candidates.ts";
import type { TagInfo } from "#domain/tag-policy/rank.ts";

/** Where an image's code lives, and the commit it was built from, as its OCI labels say. */
export type CodeOrigin = Pick<TagInfo, "source" | "revision">;

type Forge = "github" | "gitlab" | "gitea" | "bitbucket" | "bitbucket-server" | "azure";

interface CodeRepository {
  readonly forge: Forge;
  readonly host: string;
  readonly path: string;
}

const revisionForm = /^[0-9a-f]{7,64}$/i;
const hostForm = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?$/;
const pathForm = /^[\w.~+%-]+(?:\/[\w.~+%-]+)+$/;

/** What hosts call themselves: `gitlab.acme.test` is a GitLab, and so is any other with that first word. */
const forgesByHost: readonly (readonly [RegExp, Forge])[] = [
  [/^(?:www\.)?github\.|\.ghe\.com$/, "github"],
  [/^gitlab\./, "gitlab"],
  [/^(?:gitea|forgejo)\.|^codeberg\.org$/, "gitea"],
  [/^bitbucket\.org$/, "bitbucket"],
  [/^bitbucket\./, "bitbucket-server"],
  [/^(?:ssh\.)?dev\.azure\.com$|\.visualstudio\.com$/, "azure"],
];

/**
 * The forge's page that compares the code of two images; null unless both name the same repository on a forge whose
 * addresses we know (GitHub, GitLab, Gitea and Forgejo, Bitbucket, Azure DevOps) and different commits of it.
 */
export function compareUrl(
  from: CodeOrigin | undefined,
  to: CodeOrigin | undefined,
): string | null {
  const [older, newer] = [from?.revision ?? "", to?.revision ?? ""];
  if (!revisionForm.test(older) || !revisionForm.test(newer) || older === newer) return null;
  const [before, after] = [readRepository(from?.source), readRepository(to?.source)];
  if (!before || !after || !isSameRepository(before, after)) return null;
  return urlOf(after, older, newer);
}

/** The same for two images, by what is known of their tags or digests. */
export function linkBetween(from: ImageRef, to: ImageRef, images: ImageKnowledge): string | null {
  return compareUrl(originOf(from, images), originOf(to, images));
}

function originOf({ name, tag, digest }: ImageRef, images: ImageKnowledge): CodeOrigin | undefined {
  const tags = images.get(canonicalName(name))?.tags ?? [];
  return tags.find((known) =>
    tag === undefined ? known.digest !== undefined && known.digest === digest : known.tag === tag,
  );
}

function isSameRepository(a: CodeRepository, b: CodeRepository): boolean {
  return a.host === b.host && a.path.toLowerCase() === b.path.toLowerCase();
}

/** Reads `https://host/path(.git)`, `ssh://git@host/path` and `git@host:path`; credentials are dropped. */
function readRepository(source: string | undefined): CodeRepository | null {
  const text = source?.trim() ?? "";
  const url = /^(?:git\+)?(https?|ssh|git):\/\/(?:[^@/\s]*@)?([^/\s?#]+)\/([^?#\s]+)/i.exec(text);
  const short = /^(?:[\w.-]+@)?([\w.-]+\.[\w-]+):(?!\/)([^?#\s]+)$/.exec(text);
  const host = hostOf(url?.[1], url?.[2] ?? short?.[1] ?? "");
  const forge = forgesByHost.find(([form]) => form.test(host.replace(/:\d+$/, "")))?.[1];
  if (forge === undefined || !hostForm.test(host)) return null;
  const path = pathOn(forge, (url?.[3] ?? short?.[2] ?? "").replace(/\/+$/, ""));
  return path !== null && pathForm.test(path) ? { forge, host: webHost(forge, host), path } : null;
}

/** A port of ssh or git is not the port of the pages. */
function hostOf(protocol: string | undefined, text: string): string {
  const host = text.toLowerCase();
  return /^https?$/i.test(protocol ?? "") ? host : host.replace(/:\d+$/, "");
}

function webHost(forge: Forge, host: string): string {
  return forge === "azure" ? host.replace(/^ssh\./, "") : host;
}

/** The repository's path on its forge, without what points at a commit or folder of it. */
function pathOn(forge: Forge, text: string): string | null {
  const path = text.replace(/\.git$/, "");
  switch (forge) {
    case "github":
    case "gitea":
    case "bitbucket":
      return /^[^/]+\/[^/]+/.exec(path)?.[0].replace(/\.git$/, "") ?? null;
    case "gitlab":
      return path.replace(/\/-\/.*$/, "").replace(/\.git$/, "");
    case "bitbucket-server":
      return serverPath(path);
    case "azure":
      return azurePath(path);
  }
}

/** `scm/KEY/name` of a clone, or `projects/KEY/repos/name` of a page. */
function serverPath(path: string): string | null {
  const match =
    /^(?:scm|projects)\/([^/]+)\/(?:repos\/)?([^/]+)/.exec(path) ?? /^([^/]+)\/([^/]+)$/.exec(path);
  return match ? `projects/${match[1]}/repos/${match[2]}` : null;
}

/** `organization/project/_git/name`, on ssh `v3/organization/project/name`; visualstudio.com leaves the first out. */
function azurePath(path: string): string | null {
  const ssh = /^v3\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(path);
  if (ssh) return `${ssh[1]}/${ssh[2]}/_git/${ssh[3]}`;
  return /^(?:[^/]+\/){1,3}_git\/[^/]+/.exec(path)?.[0] ?? null;
}

function urlOf({ forge, host, path }: CodeRepository, older: string, newer: string): string {
  const base = `https://${host}/${path}`;
  switch (forge) {
    case "github":
    case "gitea":
      return `${base}/compare/${older}...${newer}`;
    case "gitlab":
      return `${base}/-/compare/${older}...${newer}`;
    case "bitbucket":
      return `${base}/branches/compare/${newer}..${older}`;
    case "bitbucket-server":
      return `${base}/compare/commits?sourceBranch=${newer}&targetBranch=${older}`;
    case "azure":
      return `${base}/branchCompare?baseVersion=GC${older}&targetVersion=GC${newer}`;
  }
}
