import * as git from "isomorphic-git";

import { DomainError } from "#domain/error.ts";
import type { GitRemote } from "#ports/git-repository.ts";

const { EmptyServerResponseError, HttpError, ParseError, SmartHttpError } = git.Errors;

/** "unavailable" where the host answered, but not as a git host does; any other error as it is. */
export function asBrokenAnswer(error: unknown, { url }: GitRemote): unknown {
  const isBroken =
    error instanceof SmartHttpError ||
    error instanceof EmptyServerResponseError ||
    error instanceof ParseError ||
    error instanceof HttpError;
  if (!isBroken) return error;
  const { host } = new URL(url);
  const message = `${host} does not answer as a git server. Check the address and what stands before it.`;
  return new DomainError("unavailable", message, { host });
}
