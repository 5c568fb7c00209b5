import { profileOf } from "./host-profile.ts";
import { parseRemoteUrl } from "./remote-url.ts";

/**
 * The host's page for a commit of a config repository; null where the kind of host is not known, because any other
 * server may have no pages at all. The address is one that parseRemoteUrl wrote.
 */
export function commitPage(url: string, commit: string): string | null {
  const { host, path, ...remote } = parseRemoteUrl(url);
  // The port of ssh is not the port of the pages.
  const origin = remote.kind === "http" && !remote.isSecure ? `http://${host}` : `https://${host}`;
  const repository = path.replace(/^\/|\.git$/g, "");
  switch (profileOf(host).kind) {
    case "github":
    case "gitea":
      return `${origin.replace("://ssh.", "://")}/${repository}/commit/${commit}`;
    case "gitlab":
      return `${origin.replace("://altssh.", "://")}/${repository}/-/commit/${commit}`;
    case "bitbucket":
      return `${origin.replace("://altssh.", "://")}/${repository}/commits/${commit}`;
    case "azure":
      return `${azureRepository(origin, repository)}/commit/${commit}`;
    case "plain":
      return null;
  }
}

/** Over ssh a repository is called `v3/organization/project/name`. */
function azureRepository(origin: string, path: string): string {
  const [, organization, project, name] = /^v3\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
  if (name === undefined) return `${origin}/${path}`;
  return `https://dev.azure.com/${organization}/${project}/_git/${name}`;
}
