import type { Dispatcher } from "undici";

import { readPackets } from "#adapters/git/pkt-line.ts";
import { DomainError } from "#domain/error.ts";

import type { AddressRules } from "./address-rules.ts";
import type { Authorization } from "./authorization.ts";
import { noRepository, refused, unavailable } from "./failure.ts";
import { exchange } from "./http-request.ts";
import type { HttpAnswer, HttpRequest } from "./http-request.ts";
import type { GitTransport, UploadPackSession } from "./transport.ts";

type Service = "git-upload-pack" | "git-receive-pack";
type Call = Pick<HttpRequest, "method" | "headers" | "signal"> & {
  readonly path: string;
  readonly body?: Buffer;
};

const version2 = { "git-protocol": "version=2" } as const;

/** git's smart HTTP protocol (gitprotocol-http): every request stands alone, credentials are sent at once. */
export class HttpTransport implements GitTransport {
  readonly host: string;
  readonly url: string;
  readonly #authorization: Authorization;
  readonly #way: { readonly agent: Dispatcher; readonly addresses: AddressRules };

  constructor(
    url: string,
    authorization: Authorization,
    way: { readonly agent: Dispatcher; readonly addresses: AddressRules },
  ) {
    this.host = new URL(url).host;
    this.url = url;
    this.#authorization = authorization;
    this.#way = way;
  }

  async uploadPack(signal?: AbortSignal): Promise<UploadPackSession> {
    return {
      advertisement: () => this.#advertise("git-upload-pack", signal),
      ask: (request) => this.#post("git-upload-pack", request, signal),
      close() {},
    };
  }

  advertiseReceivePack(signal?: AbortSignal): Promise<Buffer> {
    return this.#advertise("git-receive-pack", signal);
  }

  receivePack(request: Buffer, signal?: AbortSignal): Promise<Buffer> {
    return this.#post("git-receive-pack", request, signal);
  }

  close(): void {
    void this.#way.agent.close();
  }

  async #advertise(service: Service, signal: AbortSignal | undefined): Promise<Buffer> {
    const { body } = await this.#call({
      path: `info/refs?service=${service}`,
      method: "GET",
      headers: service === "git-upload-pack" ? version2 : {},
      signal,
    });
    return withoutService(body, service) ?? this.#notGit();
  }

  async #post(service: Service, body: Buffer, signal: AbortSignal | undefined): Promise<Buffer> {
    const headers = {
      ...(service === "git-upload-pack" ? version2 : {}),
      "content-type": `application/x-${service}-request`,
      accept: `application/x-${service}-result`,
    };
    const answer = await this.#call({ path: service, method: "POST", headers, body, signal });
    const type = answer.header("content-type");
    if (type !== null && !type.startsWith(`application/x-${service}-result`)) this.#notGit();
    return answer.body;
  }

  /** Bought tokens may have been taken back before their time; those are bought once more. */
  async #call({ path, ...call }: Call): Promise<HttpAnswer> {
    for (let isSecond = false; ; isSecond = true) {
      const answer = await exchange(
        {
          ...call,
          url: new URL(`${this.url}/${path}`),
          authorization: await this.#authorization.header(call.signal),
        },
        this.#way,
      );
      if (answer.status < 300) return answer;
      if (answer.status === 401 && !isSecond && this.#authorization.renew()) continue;
      throw this.#refusal(answer);
    }
  }

  #refusal({ status, body, header }: HttpAnswer): DomainError {
    const { host, url } = this;
    switch (status) {
      case 401:
      case 403:
        return refused(host, url, saidBy(body, header("content-type")));
      case 404:
        return noRepository(host, url);
      case 413:
        return new DomainError(
          "invalid",
          `The git server ${host} does not take a push of this size. Promote fewer workloads at once.`,
          { host, status },
        );
      default: {
        const retryAfterMs = waitOf(header("retry-after"));
        return unavailable(host, `answered with ${status}`, {
          status,
          ...(retryAfterMs === null ? {} : { retryAfterMs }),
        });
      }
    }
  }

  #notGit(): never {
    throw unavailable(
      this.host,
      "does not answer as a git server. Check the address and what stands before it",
    );
  }
}

/** The advertisement behind `# service=…` and its flush; null when the answer is none. */
function withoutService(body: Buffer, service: Service): Buffer | null {
  const first = readPackets(body).next().value;
  if (first?.kind !== "data") return null;
  const line = first.content.toString("utf8").trim();
  if (line !== `# service=${service}`) return line.startsWith("version ") ? body : null;
  return body.subarray(first.end + 4);
}

/** What a host says in words; pages for browsers say nothing here. */
function saidBy(body: Buffer, type: string | null): string {
  if (type?.startsWith("text/plain") !== true) return "";
  return body.toString("utf8", 0, 300).trim().replaceAll(/\s+/g, " ").replace(/\.$/, "");
}

/** A `Retry-After` in seconds or as a date, in milliseconds from now. */
function waitOf(value: string | null): number | null {
  if (value === null) return null;
  const wait = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isNaN(wait) ? null : Math.max(0, wait);
}
