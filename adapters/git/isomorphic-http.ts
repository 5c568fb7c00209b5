import type { GitHttpRequest, GitHttpResponse, HttpClient } from "isomorphic-git";

import type { GitRemote } from "#ports/git-repository.ts";

import { requestGit } from "./http.ts";

/** isomorphic-git's way out to one remote, with our credentials, time-outs and errors. */
export function httpClientFor(remote: GitRemote, signal: AbortSignal | undefined): HttpClient {
  return { request: (request) => send(remote, request, signal) };
}

async function send(
  remote: GitRemote,
  { url, method = "GET", headers = {}, body }: GitHttpRequest,
  signal: AbortSignal | undefined,
): Promise<GitHttpResponse> {
  const sent = body && Buffer.concat(await collect(body));
  const { response, content: answer } = await requestGit({
    remote,
    url,
    method,
    headers,
    signal,
    ...(sent && sent.length > 0 && { body: sent }),
  });
  return {
    url: response.url,
    method,
    headers: Object.fromEntries(response.headers),
    body: once(answer),
    statusCode: response.status,
    statusMessage: response.statusText,
  };
}

async function collect(body: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return chunks;
}

async function* once(chunk: Uint8Array): AsyncIterableIterator<Uint8Array> {
  yield chunk;
}
