import { DomainError } from "#domain/error.ts";

import { profileOf } from "./host-profile.ts";

/** An address of a repository, taken apart. */
export type RemoteUrl = HttpRemoteUrl | SshRemoteUrl;

export interface HttpRemoteUrl {
  readonly kind: "http";
  /** The host with its port. */
  readonly host: string;
  readonly path: string;
  readonly isSecure: boolean;
  readonly url: string;
}

export interface SshRemoteUrl {
  readonly kind: "ssh";
  readonly user: string;
  /** Without the port. */
  readonly host: string;
  readonly port: number;
  /** As the host's git is to be given it: relative to the user's home unless it begins with a slash. */
  readonly path: string;
  readonly url: string;
}

const scpForm = /^(?:([\w.+-]+)@)?([A-Za-z0-9][A-Za-z0-9.-]*|\[[\dA-Fa-f:]+\]):(?!\/\/)(.+)$/;
const sshForm =
  /^ssh:\/\/(?:([\w.+-]+)@)?([A-Za-z0-9][A-Za-z0-9.-]*|\[[\dA-Fa-f:]+\])(?::(\d+))?\/(.+)$/i;
const unsafe = /[\s\p{Cc}]|^-/u;
const sshPort = 22;

/**
 * Takes an address of a repository apart and writes it in one way: `https://host/path`, `ssh://user@host:port/path`
 * or `user@host:path`; hosts in lower case, no slash at the end, `.git` at the end where the host means both by it.
 * Throws DomainError "invalid" for anything else, and for credentials inside the address.
 */
export function parseRemoteUrl(text: string): RemoteUrl {
  const trimmed = text.trim().replace(/\/+$/, "");
  if (unsafe.test(trimmed))
    throw invalid("The address has a space or another sign that no address has.");
  if (/^https?:\/\//i.test(trimmed)) return parseHttp(trimmed);
  if (/^ssh:\/\//i.test(trimmed)) return parseSsh(sshForm.exec(trimmed), true);
  if (!trimmed.includes("://")) return parseSsh(scpForm.exec(trimmed), false);
  throw invalid("The address begins with a protocol that is not spoken here.");
}

function parseHttp(text: string): HttpRemoteUrl {
  const url = URL.parse(text);
  if (url === null) throw invalid("The address cannot be read.");
  if (url.username !== "" || url.password !== "") {
    throw invalid("The address holds credentials. Give them in their own fields.");
  }
  if (url.search !== "" || url.hash !== "") throw invalid("The address has a ? or a #.");
  const path = withSuffix(url.hostname, url.pathname.replace(/\/+$/, ""));
  if (path === "") throw invalid("The address names a host, but no repository.");
  return {
    kind: "http",
    host: url.host,
    path,
    isSecure: url.protocol === "https:",
    url: `${url.protocol}//${url.host}${path}`,
  };
}

function parseSsh(match: RegExpExecArray | null, isUrl: boolean): SshRemoteUrl {
  const [, user = "git", written = "", ...rest] = match ?? [];
  const path = rest.at(-1);
  if (path === undefined) throw invalid("The address cannot be read.");
  const host = written.toLowerCase();
  const port = isUrl ? Number(rest[0] ?? sshPort) : sshPort;
  if (port < 1 || port > 65_535) throw invalid("The address has a port that does not exist.");
  const clean = withSuffix(host, path);
  if (/(^|\/)-/.test(clean)) throw invalid("A part of the path begins with a dash.");
  const shownPort = port === sshPort ? "" : `:${port}`;
  const isHome = isUrl && clean.startsWith("~");
  return {
    kind: "ssh",
    user,
    host: host.replace(/^\[|\]$/g, ""),
    port,
    path: isUrl && !isHome ? `/${clean}` : clean,
    url: isUrl ? `ssh://${user}@${host}${shownPort}/${clean}` : `${user}@${host}:${clean}`,
  };
}

/** Hosts that take a repository's name with and without `.git` get it with, so that one repository has one name. */
function withSuffix(host: string, path: string): string {
  const { suffix } = profileOf(host);
  return suffix === "either" && path !== "" && !path.endsWith(".git") ? `${path}.git` : path;
}

function invalid(message: string): DomainError {
  const forms = "Write https://host/path, ssh://git@host/path or git@host:path.";
  return new DomainError("invalid", `${message} ${forms}`, { pointer: "/repository" });
}
