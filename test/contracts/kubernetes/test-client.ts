import { createInterface } from "node:readline";
import { Readable } from "node:stream";

export interface Answer {
  readonly code: number;
  readonly body: unknown;
}

export interface WatchEvent {
  readonly type: string;
  readonly object: {
    readonly kind?: string;
    readonly code?: number;
    readonly metadata?: { readonly name?: string; readonly resourceVersion?: string };
  };
}

interface ObjectList {
  readonly metadata: { readonly resourceVersion: string; readonly continue?: string };
  readonly items: readonly { readonly metadata: { readonly name: string } }[];
}

const eventDeadlineMs = 10_000;

/** A bare client of a Kubernetes API: it shows answers as they are. */
export class KubernetesTestClient {
  readonly #server: string;
  readonly #token: string;

  constructor(server: string, token: string) {
    this.#server = server;
    this.#token = token;
  }

  async send(method: string, path: string, body?: unknown): Promise<Answer> {
    return this.#exchange({ method, path, body, type: "application/json" });
  }

  merge(path: string, body: unknown): Promise<Answer> {
    return this.patch({ path, body, type: "application/merge-patch+json" });
  }

  patch({ path, type, body }: { path: string; type: string; body: unknown }): Promise<Answer> {
    return this.#exchange({ method: "PATCH", path, body, type });
  }

  async list(path: string): Promise<{ names: readonly string[]; version: string; next: string }> {
    const { body } = await this.send("GET", path);
    const { items, metadata } = body as ObjectList;
    const names = items.map((item) => item.metadata.name);
    return { names, version: metadata.resourceVersion, next: metadata.continue ?? "" };
  }

  watch(path: string): WatchStream {
    const stop = new AbortController();
    const response = fetch(`${this.#server}${path}&watch=1`, {
      headers: { authorization: `Bearer ${this.#token}` },
      signal: stop.signal,
    });
    return new WatchStream(response, stop);
  }

  async #exchange({
    method,
    path,
    body,
    type,
  }: {
    method: string;
    path: string;
    body: unknown;
    type: string;
  }): Promise<Answer> {
    const response = await fetch(`${this.#server}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#token}`, "content-type": type },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { code: response.status, body: text.startsWith("{") ? JSON.parse(text) : text };
  }
}

/** The events of a watch, taken a few at a time. */
class WatchStream {
  code = 0;
  readonly #stop: AbortController;
  readonly #events: AsyncGenerator<WatchEvent, void>;

  constructor(response: Promise<Response>, stop: AbortController) {
    this.#stop = stop;
    this.#events = this.#read(response);
  }

  /** The next events; rejects where they do not come within ten seconds. */
  async take(count: number): Promise<readonly WatchEvent[]> {
    const events: WatchEvent[] = [];
    const timer = setTimeout(() => this.#stop.abort(), eventDeadlineMs);
    while (events.length < count) {
      const { value, done } = await this.#events.next();
      if (done) throw new Error(`The watch ended after ${events.length} of ${count} events.`);
      if (value) events.push(value);
    }
    clearTimeout(timer);
    return events;
  }

  /** All events until the server ends the watch. */
  async rest(): Promise<readonly WatchEvent[]> {
    const events: WatchEvent[] = [];
    for await (const event of this.#events) events.push(event);
    return events;
  }

  close(): void {
    this.#stop.abort();
  }

  async *#read(response: Promise<Response>): AsyncGenerator<WatchEvent, void> {
    const { status, body } = await response;
    this.code = status;
    if (status !== 200 || !body) return;
    const lines = createInterface({
      input: Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]),
    });
    for await (const line of lines) yield JSON.parse(line) as WatchEvent;
  }
}
