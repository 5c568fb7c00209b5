import { profileOf } from "./host-profile.ts";
import type { HostKind } from "./host-profile.ts";
import { parseRemoteUrl } from "./remote-url.ts";

/**
 * The host's page for a commit of a config repository; null where the kind of host is not known, because any other
 * server may have no pages at all. The address is one that parseRemoteUrl reads.
 */
export function commitPage(url: string, commit: string): string | null {
  const { kind, page } = repositoryPage(url);
  switch (kind) {
    case "github":
    case "gitea":
    case "azure":
      return `${page}/commit/${commit}`;
    case "gitlab":
      return `${page}/-/commit/${commit}`;
    case "bitbucket":
      return `${page}/commits/${commit}`;
    case "plain":
      return null;
  }
}

/** The host's page for a folder as a branch has it; null where the kind of host is not known. */
export function folderPage(
  url: string,
  { branch, path }: { readonly branch: string; readonly path: string },
): string | null {
  const { kind, page } = repositoryPage(url);
  const [at, folder] = [encoded(branch), encoded(path)];
  const place = [at, folder].filter(Boolean).join("/");
  switch (kind) {
    case "github":
      return `${page}/tree/${place}`;
    case "gitlab":
      return `${page}/-/tree/${place}`;
    case "gitea":
      return `${page}/src/branch/${place}`;
    case "bitbucket":
      return `${page}/src/${place}`;
    case "azure":
      return `${page}?path=/${folder}&version=GB${encodeURIComponent(branch)}`;
    case "plain":
      return null;
  }
}

/** The host's page for a line of a file as a branch has it; null where the kind of host is not known. */
export function linePage(
  url: string,
  { branch, file, line }: { readonly branch: string; readonly file: string; readonly line: number },
): string | null {
  const { kind, page } = repositoryPage(url);
  const place = `${encoded(branch)}/${encoded(file)}`;
  switch (kind) {
    case "github":
      return `${page}/blob/${place}#L${line}`;
    case "gitlab":
      return `${page}/-/blob/${place}#L${line}`;
    case "gitea":
      return `${page}/src/branch/${place}#L${line}`;
    case "bitbucket":
      return `${page}/src/${place}#lines-${line}`;
    case "azure":
      return `${page}?path=/${encoded(file)}&version=GB${encodeURIComponent(branch)}&line=${line}`;
    case "plain":
      return null;
  }
}

function encoded(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}

/** Where the host shows the repository, whichever protocol its address is for. */
function repositoryPage(url: string): { readonly kind: HostKind; readonly page: string } {
  const { host, path, ...remote } = parseRemoteUrl(url);
  const { kind } = profileOf(host);
  // The port of ssh is not the port of the pages.
  const origin = remote.kind === "http" && !remote.isSecure ? `http://${host}` : `https://${host}`;
  const repository = path.replace(/^\/|\.git$/g, "");
  if (kind === "azure") return { kind, page: azureRepository(origin, repository) };
  return { kind, page: `${origin.replace(/:\/\/(ssh|altssh)\./, "://")}/${repository}` };
}

/** Over ssh a repository is called `v3/organization/project/name`. */
function azureRepository(origin: string, path: string): string {
  const [, organization, project, name] = /^v3\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
  if (name === undefined) return `${origin}/${path}`;
  return `https://dev.azure.com/${organization}/${project}/_git/${name}`;
}
