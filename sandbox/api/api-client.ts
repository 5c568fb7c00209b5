import http from "node:http";
import https from "node:https";
import { createInterface } from "node:readline";

export interface ApiRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** With its query: `/api/v1/pods?limit=500`. */
  readonly path: string;
  readonly body?: unknown;
  readonly contentType?: string;
}

export interface ApiResponse {
  readonly code: number;
  readonly body: unknown;
}

/** A Kubernetes API by HTTP, as the kubelet needs it: requests and watch streams. */
export class ApiClient {
  readonly #server: string;
  readonly #token: string | undefined;
  readonly #signal: AbortSignal;
  readonly #transport: typeof http | typeof https;
  readonly #agent: http.Agent;

  constructor({
    server,
    token,
    signal,
  }: {
    server: string;
    token: string | undefined;
    signal: AbortSignal;
  }) {
    this.#server = server.replace(/\/$/, "");
    this.#token = token;
    this.#signal = signal;
    const secure = server.startsWith("https:");
    this.#transport = secure ? https : http;
    this.#agent = new this.#transport.Agent({ keepAlive: true, maxSockets: 16 });
  }

  /** Sends a request and reads the JSON answer; rejects only where no answer comes. */
  async request(asked: ApiRequest): Promise<ApiResponse> {
    const response = await this.#send(asked, this.#agent);
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(Buffer.from(chunk));
    const text = Buffer.concat(chunks).toString();
    return { code: response.statusCode ?? 0, body: text ? parseOr(text, text) : null };
  }

  /** Reads a watch line by line until the server or the signal ends it. */
  async *watch(path: string): AsyncGenerator<unknown, void> {
    const response = await this.#send({ method: "GET", path }, undefined);
    if (response.statusCode !== 200) {
      response.resume();
      throw new WatchRefused(response.statusCode ?? 0);
    }
    for await (const line of createInterface({ input: response })) {
      if (line !== "") yield parseOr(line, null);
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  #send(
    { method, path, body, contentType = "application/json" }: ApiRequest,
    agent: http.Agent | undefined,
  ): Promise<http.IncomingMessage> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const request = this.#transport.request(`${this.#server}${path}`, {
        method,
        signal: this.#signal,
        ...(agent && { agent }),
        headers: {
          accept: "application/json",
          "user-agent": "kubelet/v1.35.0 (hollow)",
          ...(this.#token && { authorization: `Bearer ${this.#token}` }),
          ...(text !== undefined && {
            "content-type": contentType,
            "content-length": Buffer.byteLength(text),
          }),
        },
      });
      request.once("response", resolve);
      request.once("error", reject);
      request.end(text);
    });
  }
}

/** A watch that was answered with another status than 200. */
export class WatchRefused extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`The watch was refused with status ${code}.`);
    this.name = "WatchRefused";
    this.code = code;
  }
}

function parseOr(text: string, otherwise: unknown): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return otherwise;
  }
}
