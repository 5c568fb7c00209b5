import type { GitHttpRequest, GitHttpResponse, HttpClient } from "isomorphic-git";

import { flushPacket, pktLine } from "./pkt-line.ts";
import type { GitTransport } from "./transport/transport.ts";

const advertisement = "/info/refs?service=git-receive-pack";

/** isomorphic-git's way out for a push, over whatever way leads to the remote: it sees HTTP, though it may be ssh. */
export function httpClientOver(transport: GitTransport, signal?: AbortSignal): HttpClient {
  return { request: (request) => answer(transport, request, signal) };
}

async function answer(
  transport: GitTransport,
  { url, method = "GET", body }: GitHttpRequest,
  signal: AbortSignal | undefined,
): Promise<GitHttpResponse> {
  const isAdvertisement = url.endsWith(advertisement);
  const content = isAdvertisement
    ? Buffer.concat([
        pktLine("# service=git-receive-pack\n"),
        flushPacket,
        await transport.advertiseReceivePack(signal),
      ])
    : await transport.receivePack(Buffer.concat(await collect(body ?? [])), signal);
  const part = isAdvertisement ? "advertisement" : "result";
  return {
    url,
    method,
    headers: { "content-type": `application/x-git-receive-pack-${part}` },
    body: once(content),
    statusCode: 200,
    statusMessage: "OK",
  };
}

async function collect(
  body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return chunks;
}

async function* once(chunk: Uint8Array): AsyncIterableIterator<Uint8Array> {
  yield chunk;
}
