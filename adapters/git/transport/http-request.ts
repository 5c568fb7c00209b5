import { request as send } from "undici";
import type { Dispatcher } from "undici";

import { causeOf } from "#adapters/http/cause.ts";
import { mostRedirects, redirectOf } from "#adapters/http/redirect.ts";
import { DomainError } from "#domain/error.ts";

import type { AddressRules } from "./address-rules.ts";
import { unavailable } from "./failure.ts";
import { mostAnswerBytes } from "./limits.ts";

export interface HttpRequest {
  readonly url: URL;
  readonly method: "GET" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  /** Sent to the first origin only. */
  readonly authorization: string | null;
  readonly body?: Buffer;
  readonly signal: AbortSignal | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  /** Where the answer came from, redirects followed. */
  readonly url: URL;
  readonly header: (name: string) => string | null;
  readonly body: Buffer;
}

/**
 * One request with its whole answer, whatever its status. Redirects are followed as safe: not from https to http, and
 * without credentials to another origin. Throws DomainError "unavailable" for no answer, a late or an endless one;
 * an abort throws the caller's reason.
 */
export async function exchange(
  request: HttpRequest,
  { agent, addresses }: { readonly agent: Dispatcher; readonly addresses: AddressRules },
): Promise<HttpAnswer> {
  let url = request.url;
  try {
    for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
      addresses.check(url.hostname);
      const answer = await sendOnce(request, url, agent);
      const { status } = answer;
      const target = redirectOf({ status, location: answer.header("location") }, url);
      if (target === null) return answer;
      url = requireRepository(request.url, target);
    }
  } catch (error) {
    request.signal?.throwIfAborted();
    const cause = error instanceof Error ? error.cause : null;
    if (error instanceof DomainError) throw error;
    if (cause instanceof DomainError) throw cause;
    throw unavailable(request.url.host, `does not answer: ${causeOf(error)}`);
  }
  throw unavailable(request.url.host, "redirects too often");
}

async function sendOnce(request: HttpRequest, url: URL, agent: Dispatcher): Promise<HttpAnswer> {
  const { method, headers, authorization, body, signal } = request;
  const isOwn = url.origin === request.url.origin;
  const answer = await send(url, {
    method,
    headers: {
      "user-agent": "git/2.45 (stagecoach)",
      ...headers,
      ...(authorization !== null && isOwn ? { authorization } : {}),
    },
    dispatcher: agent,
    ...(body === undefined ? {} : { body }),
    ...(signal === undefined ? {} : { signal }),
  });
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of answer.body) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > mostAnswerBytes) throw new Error(`its answer is over ${mostAnswerBytes} bytes`);
    chunks.push(bytes);
  }
  return {
    status: answer.statusCode,
    url,
    header: (name) => [answer.headers[name]].flat()[0] ?? null,
    body: Buffer.concat(chunks),
  };
}

/** The part of git's addresses that a redirect must keep, so that it leads to a repository and nowhere else. */
function requireRepository(asked: URL, target: URL | "unsafe"): URL {
  const service = /\/(info\/refs|git-(upload|receive)-pack)$/.exec(asked.pathname)?.[0] ?? "";
  if (target === "unsafe" || !target.pathname.endsWith(service)) {
    throw unavailable(asked.host, "redirects to an address that is no repository");
  }
  return target;
}
