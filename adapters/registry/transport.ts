import { setTimeout as sleep } from "node:timers/promises";

import { type Dispatcher, type Response, fetch } from "undici";

import { causeOf } from "#adapters/http/cause.ts";
import { mostRedirects, redirectOf } from "#adapters/http/redirect.ts";
import { DomainError } from "#domain/error.ts";

import { unavailable } from "./failure.ts";

/** How requests go out. `dispatcher` is where a process sets its proxy and its rules for addresses. */
export interface TransportOptions {
  readonly dispatcher?: Dispatcher;
  /** For one request with its redirects and its body. */
  readonly timeoutMs?: number;
  /** The longest `Retry-After` that is waited for; beyond it the call fails and the caller's own retry counts. */
  readonly longestWaitMs?: number;
  /** Until when each host wants no requests, in milliseconds since 1970; shared by all requests of one client. */
  readonly pauses: Map<string, number>;
}

export interface Request {
  /** The host as image names write it, for messages. */
  readonly host: string;
  readonly url: URL;
  readonly accept: string;
  readonly authorization: string | null;
  /** `GET` when left out. */
  readonly method?: "GET" | "HEAD";
  /** Answer with 304 while the content is still the one of this `ETag`. */
  readonly etag?: string | null;
  /** The longest body that is read. */
  readonly limit: number;
  readonly signal: AbortSignal | undefined;
}

export interface Answer {
  readonly status: number;
  readonly url: URL;
  readonly header: (name: string) => string | null;
  readonly body: Buffer;
}

const mostAttempts = 3;

/**
 * One GET or HEAD. Waits as long as a busy registry asks to, within bounds, and makes all other requests to its host
 * wait as long; follows redirects without taking credentials to another origin. Throws `DomainError` "unavailable" for
 * no answer, a late one, one too long, and for server errors; an abort by the caller throws the caller's reason.
 */
export async function get(request: Request, options: TransportOptions): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    await pause(request, options);
    const answer = await attemptGet(request, options);
    if (answer.status < 500 && answer.status !== 429) return answer;
    const wait = retryAfter(answer, Date.now());
    const patience = options.longestWaitMs ?? 20_000;
    if (wait === null || wait > patience || attempt === mostAttempts) {
      throw unavailable(request.host, `it answers with HTTP ${answer.status}`);
    }
    options.pauses.set(request.host, Date.now() + wait);
  }
}

/** Keeps still until the host wants requests again, however often it puts that off meanwhile. */
async function pause({ host, signal }: Request, { pauses }: TransportOptions): Promise<void> {
  for (let wait = remaining(); wait > 0; wait = remaining()) {
    await sleep(wait, undefined, signal === undefined ? {} : { signal }).catch(() => {
      signal?.throwIfAborted();
    });
  }
  function remaining(): number {
    return (pauses.get(host) ?? 0) - Date.now();
  }
}

async function attemptGet(request: Request, options: TransportOptions): Promise<Answer> {
  const timeout = AbortSignal.timeout(options.timeoutMs ?? 15_000);
  const signal = request.signal ? AbortSignal.any([request.signal, timeout]) : timeout;
  try {
    return await follow({ ...request, signal }, options.dispatcher);
  } catch (error) {
    request.signal?.throwIfAborted();
    if (error instanceof DomainError) throw error;
    throw unavailable(
      request.host,
      timeout.aborted ? "it does not answer in time" : causeOf(error),
    );
  }
}

async function follow(request: Request, dispatcher: Dispatcher | undefined): Promise<Answer> {
  let url = request.url;
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    const response = await send(request, url, dispatcher);
    const { status, headers } = response;
    const target = redirectOf({ status, location: headers.get("location") }, url);
    if (target === null) {
      const body = await readBody(response, request);
      return { status, url, header: (name) => headers.get(name), body };
    }
    await response.body?.cancel();
    if (target === "unsafe") throw unavailable(request.host, "it redirects to an unsafe address");
    url = target;
  }
  throw unavailable(request.host, "it redirects too often");
}

function send(request: Request, url: URL, dispatcher: Dispatcher | undefined): Promise<Response> {
  const { accept, authorization, signal, method = "GET", etag = null } = request;
  const isOwn = url.origin === request.url.origin;
  return fetch(url, {
    method,
    headers: {
      accept,
      "user-agent": "stagecoach",
      ...(etag !== null && { "if-none-match": etag }),
      ...(authorization !== null && isOwn ? { authorization } : {}),
    },
    redirect: "manual",
    ...(signal === undefined ? {} : { signal }),
    ...(dispatcher === undefined ? {} : { dispatcher }),
  });
}

async function readBody(response: Response, { host, limit }: Request): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > limit) throw unavailable(host, `its answer is longer than ${limit} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The wait a busy registry asks for, in milliseconds; null when it asks for none. */
function retryAfter(answer: Answer, now: number): number | null {
  const value = answer.header("retry-after");
  if (value === null) return null;
  const wait = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isNaN(wait) ? null : Math.max(0, wait);
}
