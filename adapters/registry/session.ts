import { parseChallenge } from "./challenge.ts";
import { type Endpoint, addressOf } from "./endpoint.ts";
import { refused } from "./failure.ts";
import { basic, fetchToken } from "./token.ts";
import { type Answer, type TransportOptions, get } from "./transport.ts";

/** Authorizations by repository, shared by the sessions of one registry client. */
export type Grants = Map<string, Promise<string>>;

export interface Read {
  readonly url: URL;
  readonly accept: string;
  readonly limit: number;
  readonly method?: "GET" | "HEAD";
  readonly etag?: string | null;
}

/**
 * Reads parts of one repository, answering the registry's challenge when it makes one and keeping what it granted.
 * Throws `DomainError` "forbidden" when the registry still refuses; a 404 is an answer.
 */
export class RepositorySession {
  readonly endpoint: Endpoint;
  readonly #options: TransportOptions;
  readonly #grants: Grants;

  constructor(endpoint: Endpoint, options: TransportOptions, grants: Grants) {
    this.endpoint = endpoint;
    this.#options = options;
    this.#grants = grants;
  }

  address(part: string, query: Readonly<Record<string, string>> = {}): URL {
    return addressOf(this.endpoint, part, query);
  }

  async read(read: Read, signal: AbortSignal | undefined): Promise<Answer> {
    const key = this.endpoint.base.href;
    const used = this.#grants.get(key);
    const first = await this.#get(read, (await used) ?? null, signal);
    if (first.status !== 401) return this.#orRefused(first);
    // Of many readers that are refused together, one asks for all.
    const newer = this.#grants.get(key);
    const grant = newer !== undefined && newer !== used ? newer : this.#ask(first, key);
    const second = await this.#get(read, await grant, signal);
    if (second.status === 401 && this.#grants.get(key) === grant) this.#grants.delete(key);
    return this.#orRefused(second);
  }

  #ask(answer: Answer, key: string): Promise<string> {
    const grant = this.#authorize(answer);
    this.#grants.set(key, grant);
    grant.catch(() => this.#grants.delete(key));
    return grant;
  }

  #get(read: Read, authorization: string | null, signal: AbortSignal | undefined): Promise<Answer> {
    const { host } = this.endpoint;
    return get({ ...read, host, authorization, signal }, this.#options);
  }

  async #authorize(answer: Answer): Promise<string> {
    const { endpoint } = this;
    const challenge = parseChallenge(answer.header("www-authenticate"));
    const isOwn = answer.url.origin === endpoint.base.origin;
    if (challenge === null || !isOwn) throw this.#refusal(answer);
    if (challenge.scheme === "basic") {
      if (endpoint.credentials === null) throw this.#refusal(answer);
      return basic(endpoint.credentials);
    }
    const token = await fetchToken({ endpoint, challenge, options: this.#options });
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
