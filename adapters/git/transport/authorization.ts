import { DomainError } from "#domain/error.ts";
import type { GitRemote } from "#ports/git-repository.ts";

import type { InstallationTokens } from "./installation-tokens.ts";

/** What stands in the Authorization header of requests to one remote. */
export interface Authorization {
  header(signal: AbortSignal | undefined): Promise<string | null>;
  /** Forgets what was refused; true when asking again may give something else. */
  renew(): boolean;
}

/** The credentials of a remote as HTTP sends them. Throws DomainError "invalid" for an ssh key. */
export function authorizationOf(
  { credentials }: GitRemote,
  tokens: InstallationTokens,
): Authorization {
  switch (credentials.kind) {
    case "none":
      return constant(null);
    case "basic":
      return constant(basic(credentials.username, credentials.password));
    case "github-app":
      return {
        header: async (signal) =>
          basic("x-access-token", await tokens.tokenOf(credentials, signal)),
        renew: () => tokens.forget(credentials),
      };
    case "ssh-key": {
      const message = "An ssh key opens no http(s) address. Give the repository's ssh address.";
      throw new DomainError("invalid", message, { pointer: "/credentials" });
    }
  }
}

function constant(header: string | null): Authorization {
  return { header: () => Promise.resolve(header), renew: () => false };
}

function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}
