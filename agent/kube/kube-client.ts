import http from "node:http";
import type { IncomingMessage } from "node:http";
import https from "node:https";
import { pipeline } from "node:stream";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";

import type { ClusterAccess } from "./credentials.ts";
import { failureFrom } from "./kube-failure.ts";

export interface KubeRequest {
  readonly method?: "GET" | "POST" | "PATCH" | "DELETE";
  /** Below the server's address: `/apis/apps/v1/deployments`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: { readonly type: string; readonly content: string };
  /** The form of the answer; JSON without it. */
  readonly accept?: string;
  readonly signal: AbortSignal;
}

/** The Kubernetes API over plain HTTP: no more of it than the agent needs. */
export interface KubeClient {
  /** The answer's JSON; throws KubeFailure where the server refuses, and takes at most 30 seconds. */
  send(request: KubeRequest): Promise<unknown>;
  /** The same with the answer's tag; null where the answer still is the one of the given tag. */
  sendUnlessSame(
    request: KubeRequest & { readonly etag: string | null },
  ): Promise<{ readonly value: unknown; readonly etag: string | null } | null>;
  /** The answer's body as it comes; throws KubeFailure where the server refuses. */
  stream(request: KubeRequest): Promise<AsyncIterable<Buffer>>;
  /** Ends idle connections. */
  close(): void;
}

const answerMs = 30_000;
const longestAnswer = 64 * 1024 * 1024;

/**
 * Plain `node:https` rather than undici or the client library: 8 MB of memory against 30 and 90, for the same
 * kept-alive connections.
 */
export function createKubeClient(access: ClusterAccess): KubeClient {
  const { server, serverName } = access;
  const isTls = server.protocol === "https:";
  // Every watch holds a socket; a limit on them would have watches wait for each other for ever.
  const options = { keepAlive: true, scheduling: "lifo" } as const;
  const tls = serverName ? { servername: serverName } : {};
  const agent = isTls ? new https.Agent({ ...options, ...tls }) : new http.Agent(options);
  const prefix = server.pathname.replace(/\/$/, "");

  async function open(request: OpenRequest): Promise<IncomingMessage> {
    const { authorization, ca, cert, key } = await access.credentials();
    const { method = "GET", path, query = {}, body, signal, etag } = request;
    const search = new URLSearchParams(query).toString();
    const target = new URL(`${prefix}${path}${search && `?${search}`}`, server);
    const headers = {
      accept: request.accept ?? "application/json",
      "accept-encoding": request.compressed ? "gzip" : "identity",
      "user-agent": "stagecoach-agent",
      ...(etag && { "if-none-match": etag }),
      ...(authorization && { authorization }),
      ...(body && { "content-type": body.type, "content-length": Buffer.byteLength(body.content) }),
    };
    return new Promise((resolve, reject) => {
      const call = (isTls ? https : http).request(
        target,
        { agent, method, headers, signal, ...withoutEmpty({ ca, cert, key }) },
        resolve,
      );
      call.on("error", reject);
      call.end(body?.content);
    });
  }

  async function sendUnlessSame(
    request: Parameters<KubeClient["sendUnlessSame"]>[0],
  ): ReturnType<KubeClient["sendUnlessSame"]> {
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(answerMs)]);
    const answer = await open({ ...request, signal, compressed: true });
    const text = await readText(answer);
    if (answer.statusCode === 304) return null;
    if (!isSuccess(answer)) throw failureOf(answer, text);
    return { value: JSON.parse(text), etag: answer.headers.etag ?? null };
  }

  return {
    sendUnlessSame,
    async send(request) {
      return (await sendUnlessSame({ ...request, etag: null }))?.value;
    },
    async stream(request) {
      const answer = await open({ ...request, etag: null, compressed: false });
      if (isSuccess(answer)) return contentOf(answer);
      throw failureOf(answer, await readText(answer));
    },
    close: () => agent.destroy(),
  };
}

interface OpenRequest extends KubeRequest {
  readonly etag: string | null;
  readonly compressed: boolean;
}

function withoutEmpty(
  options: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(options).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );
}

function isSuccess({ statusCode = 0 }: IncomingMessage): boolean {
  return statusCode >= 200 && statusCode < 300;
}

function failureOf({ statusCode = 0, headers }: IncomingMessage, body: string): Error {
  return failureFrom({ status: statusCode, body, retryAfter: headers["retry-after"] });
}

/** What was sent before it was compressed; a server or proxy may do so whether it was asked or not. */
function contentOf(answer: IncomingMessage): Readable {
  if (answer.headers["content-encoding"] !== "gzip") return answer;
  const plain = createGunzip();
  pipeline(answer, plain, () => {});
  return plain;
}

async function readText(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of contentOf(answer)) {
    const data = Buffer.from(chunk);
    bytes += data.length;
    if (bytes > longestAnswer) throw new Error("The API server's answer is larger than 64 MB.");
    chunks.push(data);
  }
  return Buffer.concat(chunks).toString();
}
