import { DomainError } from "#domain/error.ts";
import type { GitRemote } from "#ports/git-repository.ts";

const timeoutMs = 30_000;

export interface GitRequest {
  readonly remote: GitRemote;
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  readonly signal: AbortSignal | undefined;
}

export interface GitAnswer {
  readonly response: Response;
  readonly content: Buffer;
}

/**
 * One HTTP request to a git host, credentials sent at once, and its whole answer. Throws DomainError: "unavailable"
 * when nobody answers to the end or the host is in trouble, "forbidden" for refused credentials, "not-found" for an
 * unknown repository.
 */
export async function requestGit(request: GitRequest): Promise<GitAnswer> {
  const { remote, url, method, headers, body, signal } = request;
  const limit = AbortSignal.timeout(timeoutMs);
  const host = new URL(remote.url).host;
  let response: Response;
  try {
    response = await fetch(url, {
      method,
      headers: { ...headers, ...authorization(remote) },
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
      ...(body && { body: new Uint8Array(body) }),
    });
    if (response.ok) return { response, content: Buffer.from(await response.arrayBuffer()) };
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new DomainError("unavailable", `The git server ${host} does not answer.`, { host });
  }
  await response.body?.cancel();
  throw refusal(response.status, host, remote);
}

function authorization({ username, password }: GitRemote): Record<string, string> {
  if (password === null) return {};
  const basic = Buffer.from(`${username ?? "git"}:${password}`).toString("base64");
  return { authorization: `Basic ${basic}` };
}

function refusal(status: number, host: string, { url }: GitRemote): DomainError {
  switch (status) {
    case 401:
    case 403:
      return new DomainError(
        "forbidden",
        `The git server ${host} refuses the credentials for ${url}. Check its user name and token.`,
        { host },
      );
    case 404:
      return new DomainError("not-found", `The git server ${host} has no repository at ${url}.`, {
        host,
      });
    default:
      return new DomainError("unavailable", `The git server ${host} answered with ${status}.`, {
        host,
      });
  }
}
