import { parseChallenge } from "./challenge.ts";
import { type Endpoint, addressOf } from "./endpoint.ts";
import { refused } from "./failure.ts";
import { basic, fetchToken } from "./token.ts";
import { type Answer, type TransportOptions, get } from "./transport.ts";

export interface Read {
  readonly url: URL;
  readonly accept: string;
  readonly limit: number;
}

/**
 * Reads parts of one repository, answering the registry's challenge when it makes one and keeping what it granted.
 * Throws `DomainError` "forbidden" when the registry still refuses; a 404 is an answer.
 */
export class RepositorySession {
  readonly endpoint: Endpoint;
  readonly #options: TransportOptions;
  readonly #grants: Map<string, string>;

  /** `grants` keeps authorizations by repository, so that sessions of one registry share them. */
  constructor(endpoint: Endpoint, options: TransportOptions, grants: Map<string, string>) {
    this.endpoint = endpoint;
    this.#options = options;
    this.#grants = grants;
  }

  address(part: string, query: Readonly<Record<string, string>> = {}): URL {
    return addressOf(this.endpoint, part, query);
  }

  async read(read: Read, signal: AbortSignal | undefined): Promise<Answer> {
    const key = this.endpoint.base.href;
    const granted = this.#grants.get(key) ?? null;
    const first = await this.#get(read, granted, signal);
    if (first.status !== 401) return this.#orRefused(first);
    const authorization = await this.#authorize(first, signal);
    const second = await this.#get(read, authorization, signal);
    if (second.status !== 401) this.#grants.set(key, authorization);
    return this.#orRefused(second);
  }

  #get(read: Read, authorization: string | null, signal: AbortSignal | undefined): Promise<Answer> {
    const { host } = this.endpoint;
    return get({ ...read, host, authorization, signal }, this.#options);
  }

  async #authorize(answer: Answer, signal: AbortSignal | undefined): Promise<string> {
    const { endpoint } = this;
    const challenge = parseChallenge(answer.header("www-authenticate"));
    const isOwn = answer.url.origin === endpoint.base.origin;
    if (challenge === null || !isOwn) throw this.#refusal(answer);
    if (challenge.scheme === "basic") {
      if (endpoint.credentials === null) throw this.#refusal(answer);
      return basic(endpoint.credentials);
    }
    const token = await fetchToken({ endpoint, challenge, options: this.#options, signal });
    return `Bearer ${token}`;
  }

  #orRefused(answer: Answer): Answer {
    if (answer.status === 401 || answer.status === 403) throw this.#refusal(answer);
    return answer;
  }

  #refusal({ status }: Answer): Error {
    const { host, path, credentials } = this.endpoint;
    const who =
      credentials === null ? "no credentials are set" : `it refuses ${credentials.username}`;
    return refused(host, path, `${who} (HTTP ${status})`);
  }
}
