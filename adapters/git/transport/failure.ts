import { DomainError } from "#domain/error.ts";

/** The host did not answer, or not in sense; the same call may succeed later. */
export function unavailable(
  host: string,
  cause: string,
  data: Readonly<Record<string, unknown>> = {},
): DomainError {
  return new DomainError("unavailable", `The git server ${host} ${cause}.`, { host, ...data });
}

/** The host does not take the credentials. */
export function refused(host: string, url: string, said = ""): DomainError {
  const why = said === "" ? "" : ` It said: ${said}.`;
  return new DomainError(
    "forbidden",
    `The git server ${host} refuses the credentials for ${url}.${why} Check them, and what they may do.`,
    { host },
  );
}

/** The host has no such repository, or does not show it to these credentials. */
export function noRepository(host: string, url: string): DomainError {
  return new DomainError(
    "not-found",
    `The git server ${host} has no repository at ${url}, or does not show it to these credentials.`,
    { host },
  );
}
