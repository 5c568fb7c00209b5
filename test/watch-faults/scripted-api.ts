import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";

import { z } from "zod";

/** How the server gives the initial state. */
export type LoadMode = "watch list" | "paged list";
type RequestKind = "load" | "continue" | "watch";

export interface Thing {
  readonly metadata: {
    readonly uid: string;
    readonly name: string;
    readonly namespace: string;
    readonly resourceVersion: string;
  };
  readonly text: string;
}

/** One request on its way; a fault answers it in place of the server, or has the server do so. */
export interface Exchange {
  readonly kind: RequestKind;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
  readonly response: ServerResponse;
}

export type Fault = (exchange: Exchange, api: ScriptedApi) => void;

interface Change {
  readonly version: number;
  readonly type: string;
  readonly object: Thing;
}

/** A collection of the Kubernetes API with a true history, which goes wrong exactly as a scenario says. */
export class ScriptedApi {
  readonly objects = new Map<string, Thing>();
  /** Every state that ever was, as `uid@version`. */
  readonly states = new Set<string>();
  readonly exchanges: Exchange[] = [];
  readonly streams = new Set<ServerResponse>();
  readonly mode: LoadMode;
  pageSize = 2;
  #faults: { readonly on: RequestKind | "any"; readonly fault: Fault }[] = [];
  #changes: Change[] = [];
  #pages = new Map<string, { readonly version: number; readonly rest: readonly Thing[] }>();
  #version = 100;
  #forgottenTo = 0;
  #born = 0;
  readonly #server = createServer((request, response) => this.#receive(request, response));

  constructor(mode: LoadMode) {
    this.mode = mode;
  }

  async listen(): Promise<URL> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    const { port } = z.object({ port: z.number() }).parse(this.#server.address());
    return new URL(`http://127.0.0.1:${port}`);
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  get version(): string {
    return String(this.#version);
  }

  /** How often a kind of request came. */
  count(kind: RequestKind): number {
    return this.exchanges.filter((each) => each.kind === kind).length;
  }

  get pendingFaults(): number {
    return this.#faults.length;
  }

  /** The next requests of the kind meet these faults, one each. */
  next(on: RequestKind | "any", ...faults: readonly Fault[]): void {
    this.#faults.push(...faults.map((fault) => ({ on, fault })));
  }

  create(name: string, text = ""): void {
    this.#born += 1;
    this.#change("ADDED", { uid: `${name}-${this.#born}`, name, text });
  }

  update(name: string, text = ""): void {
    const { uid } = this.#find(name).metadata;
    this.#change("MODIFIED", { uid, name, text });
  }

  remove(name: string): void {
    const { metadata, text } = this.#find(name);
    this.#change("DELETED", { uid: metadata.uid, name, text });
  }

  /** Forgets the history, as etcd does when it is compacted. */
  compact(): void {
    this.#forgottenTo = this.#version;
    this.#changes = [];
    this.#pages.clear();
  }

  /** Goes on from another version, as a server does whose etcd was restored. */
  restore(version: number): void {
    this.#version = version;
    this.compact();
    for (const { metadata, text } of this.objects.values()) {
      this.#version += 1;
      this.#keep({ ...metadata, text });
    }
  }

  /** Cuts every open watch in the middle of its connection. */
  cut(): void {
    for (const stream of this.streams) stream.destroy();
    this.streams.clear();
  }

  /** Ends every open watch as a server does whose time for it is up. */
  end(): void {
    for (const stream of this.streams) stream.end();
    this.streams.clear();
  }

  /** Sends this on every open watch, whatever it is. */
  say(text: string | Buffer): void {
    for (const stream of this.streams) stream.write(text);
  }

  /** What a healthy server would do. */
  answer(exchange: Exchange): void {
    const { kind, query } = exchange;
    if (kind === "continue") return this.#answerPage(exchange, query.get("continue") ?? "");
    if (kind === "watch") return this.#answerWatch(exchange, Number(query.get("resourceVersion")));
    if (query.has("sendInitialEvents")) return this.#answerWatchList(exchange);
    const token = this.#newPage(this.#version, [...this.objects.values()]);
    return this.#answerPage(exchange, token);
  }

  #receive(request: IncomingMessage, response: ServerResponse): void {
    const query = new URL(request.url ?? "", "http://api").searchParams;
    const { authorization } = request.headers;
    const exchange = { kind: kindOf(query), query, authorization, response };
    if (query.has("sendInitialEvents") && this.mode === "paged list") {
      return refuse(response, 422);
    }
    this.exchanges.push(exchange);
    const at = this.#faults.findIndex(({ on }) => on === "any" || on === exchange.kind);
    const [due] = at === -1 ? [] : this.#faults.splice(at, 1);
    return due === undefined ? this.answer(exchange) : due.fault(exchange, this);
  }

  #answerPage({ response, query }: Exchange, token: string): void {
    const page = this.#pages.get(token);
    if (page === undefined) return refuse(response, 410);
    const size = Math.min(this.pageSize, Number(query.get("limit")));
    const items = page.rest.slice(0, size);
    const rest = page.rest.slice(size);
    const next = rest.length === 0 ? {} : { continue: this.#newPage(page.version, rest) };
    const metadata = { resourceVersion: String(page.version), ...next };
    response.writeHead(200).end(JSON.stringify({ metadata, items }));
  }

  #newPage(version: number, rest: readonly Thing[]): string {
    const token = `page-${this.#pages.size}-${version}`;
    this.#pages.set(token, { version, rest });
    return token;
  }

  #answerWatchList({ response }: Exchange): void {
    this.open(response);
    for (const object of this.objects.values()) response.write(line("ADDED", object));
    response.write(bookmark(this.version, true));
  }

  #answerWatch({ response }: Exchange, from: number): void {
    if (from < this.#forgottenTo) return refuse(response, 410);
    this.open(response);
    for (const { version, type, object } of this.#changes) {
      if (version > from) response.write(line(type, object));
    }
  }

  /** Opens a watch that gets every change from now on. */
  open(response: ServerResponse): void {
    response.writeHead(200);
    response.flushHeaders();
    this.streams.add(response);
    response.on("close", () => this.streams.delete(response));
  }

  #find(name: string): Thing {
    for (const each of this.objects.values()) if (each.metadata.name === name) return each;
    throw new Error(`${name} does not exist.`);
  }

  #change(type: string, draft: { uid: string; name: string; text: string }): void {
    this.#version += 1;
    const object = this.#keep(draft);
    if (type === "DELETED") this.objects.delete(draft.uid);
    this.#changes.push({ version: this.#version, type, object });
    this.say(line(type, object));
  }

  #keep({ uid, name, text }: { uid: string; name: string; text: string }): Thing {
    const metadata = { uid, name, namespace: "shop", resourceVersion: this.version };
    const object = { metadata, text };
    this.objects.set(uid, object);
    this.states.add(stateOf(object));
    return object;
  }
}

/** What tells one state of an object from every other. */
export function stateOf({ metadata: { uid, resourceVersion }, text }: Thing): string {
  return `${uid}@${resourceVersion} ${text}`;
}

/** One event of a watch. */
export function line(type: string, object: unknown): string {
  return `${JSON.stringify({ type, object })}\n`;
}

/** A bookmark; the one that ends the initial state is marked. */
export function bookmark(version: string, isEnd = false): string {
  const annotations = isEnd ? { "k8s.io/initial-events-end": "true" } : undefined;
  return line("BOOKMARK", { metadata: { resourceVersion: version, annotations } });
}

/** Refuses as Kubernetes does. */
export function refuse(
  response: ServerResponse,
  code: number,
  headers: Readonly<Record<string, string>> = {},
): void {
  const body = JSON.stringify({ kind: "Status", code, message: `scripted ${code}` });
  response.writeHead(code, { ...headers, "content-type": "application/json" }).end(body);
}

function kindOf(query: URLSearchParams): RequestKind {
  if (query.has("continue")) return "continue";
  return query.has("resourceVersion") ? "watch" : "load";
}
