import { profileOf } from "./host-profile.ts";
import { readRemoteUrl } from "./read-remote-url.ts";

/** Hosts that serve the same repositories under another name for ssh. */
const hostNames: Readonly<Record<string, string>> = {
  "ssh.github.com": "github.com",
  "www.github.com": "github.com",
  "altssh.gitlab.com": "gitlab.com",
  "altssh.bitbucket.org": "bitbucket.org",
  "ssh.dev.azure.com": "dev.azure.com",
};
const clusterInternal = /^[^.]+$|\.svc$|\.cluster\.local$/;

interface Place {
  readonly protocol: "http" | "ssh";
  readonly host: string;
  /** Empty for the protocol's own. */
  readonly port: string;
  readonly path: string;
}

/**
 * Whether two addresses mean one repository however each is written: over ssh or https, with or without `.git`, the
 * host's other names. A name that only a cluster can look up stands for any host. False for what is no address of git.
 */
export function isSameRepository(one: string, other: string): boolean {
  const [a, b] = [placeOf(one), placeOf(other)];
  if (a === null || b === null || a.path !== b.path) return false;
  if (clusterInternal.test(a.host) !== clusterInternal.test(b.host)) return true;
  if (a.host !== b.host) return false;
  // The ports of two protocols say nothing about one another.
  return a.protocol !== b.protocol || a.port === b.port;
}

/** The address as people say it: `github.com/acme/fleet`; as it is written where it is no address of git. */
export function repositoryName(url: string): string {
  const [place, remote] = [placeOf(url), readRemoteUrl(url)];
  if (place === null || remote === null) return url;
  const path = remote.path.replace(/^\/+|\.git$/g, "");
  return `${place.host}${place.port === "" ? "" : `:${place.port}`}/${path}`;
}

function placeOf(url: string): Place | null {
  const remote = readRemoteUrl(url);
  if (remote === null) return null;
  const [, written = "", httpPort = ""] = /^(.*?)(?::(\d+))?$/.exec(remote.host) ?? [];
  const lower = written.toLowerCase();
  const isOldAzure = lower.endsWith(".visualstudio.com");
  const host = isOldAzure ? "dev.azure.com" : (hostNames[lower] ?? lower);
  const sshPort = remote.kind === "ssh" && remote.port !== 22 ? String(remote.port) : "";
  return {
    protocol: remote.kind,
    host,
    port: remote.kind === "ssh" ? sshPort : httpPort,
    path: pathOf(remote.path, lower),
  };
}

function pathOf(written: string, host: string): string {
  const path = written.replace(/^\/+|\.git$/g, "");
  const { kind } = profileOf(host);
  if (kind === "azure") return azurePath(path, host).toLowerCase();
  return kind === "plain" ? path : path.toLowerCase();
}

/** `organization/project/name`, which https writes with `_git` and ssh after a version. */
function azurePath(path: string, host: string): string {
  const parts = path
    .replace(/^v\d+\//, "")
    .split("/")
    .filter((part) => part !== "_git");
  const [, organization] = /^([^.]+)\.visualstudio\.com$/.exec(host) ?? [];
  const isOld = organization !== undefined && organization !== "vs-ssh";
  return (
    isOld ? [organization, ...parts.filter((part) => part !== "DefaultCollection")] : parts
  ).join("/");
}
