import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { Server } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";

import { listen } from "#sandbox/http/listen.ts";
import type { Certificate } from "#test/tls-authority.ts";

import { ClientTraffic } from "./client-traffic.ts";
import type { Traffic } from "./client-traffic.ts";
import { customKinds, discoveryAnswer } from "./custom-kinds.ts";
import { deployment, pod, podsEach, replicaSet } from "./large-cluster-objects.ts";
import type { Nth } from "./large-cluster-objects.ts";
import { rolloutEvents } from "./large-rollout.ts";
import { OpenWatch } from "./open-watch.ts";

const betweenPodsMs = 20;
const longestWatchSeconds = 1_800;

/** The agent says what it is; whoever else asks is taken together. */
type ClientName = "agent" | "others";

export interface LargeClusterOptions {
  /** Made out to localhost. */
  readonly certificate: Certificate;
  readonly workloads: number;
  /** Whether uids, digests and names of pods are as random as in a real cluster, or alike. */
  readonly random?: boolean;
  /** Whether the kinds of Flux and Argo CD are there. */
  readonly engines?: boolean;
}

/** A Kubernetes API with as many workloads as asked, five pods each, in which nothing happens unasked. */
export class LargeCluster {
  readonly #options: LargeClusterOptions;
  readonly #server: Server;
  readonly #watches: Readonly<Record<ClientName, Set<OpenWatch>>> = {
    agent: new Set(),
    others: new Set(),
  };
  readonly #traffic = { agent: new ClientTraffic(), others: new ClientTraffic() };
  #version = 9;
  #port = 0;

  constructor(options: LargeClusterOptions) {
    this.#options = options;
    this.#server = createServer(options.certificate, (request, response) =>
      this.#answer(request, response),
    );
  }

  get server(): string {
    return `https://localhost:${this.#port}`;
  }

  async start(): Promise<this> {
    this.#port = await listen(this.#server, 0);
    return this;
  }

  /** What the client asked since this was last called. */
  take(client: ClientName): Traffic {
    return this.#traffic[client].take();
  }

  openWatches(client: ClientName): number {
    return this.#watches[client].size;
  }

  /** Replaces the pods of the first workloads, one after the other. */
  async rollOut(workloads: number, signal: AbortSignal): Promise<void> {
    const nth = (at: number, revision: number) => this.#nth(at, revision);
    for (let at = 0; at < workloads; at += 1) {
      for (const events of rolloutEvents(at, nth)) {
        for (const { plural, type, object } of events) this.#tell(plural, type, object);
        await sleep(betweenPodsMs, undefined, { signal });
      }
    }
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? "/", "http://api");
    const client = request.headers["user-agent"] === "stagecoach-agent" ? "agent" : "others";
    const isWatch = url.searchParams.has("watch");
    const isInitial = url.searchParams.has("sendInitialEvents");
    const isList = request.method === "GET" && !isWatch && isCollection(url.pathname);
    this.#traffic[client].note(request, { isList: isList || isInitial });
    response.writeHead(200, { "content-type": "application/json" });
    if (!isWatch) return void response.end(JSON.stringify(this.#content(url)));
    response.flushHeaders();
    const watch = new OpenWatch(url.pathname, response);
    this.#watches[client].add(watch);
    response.on("close", () => this.#watches[client].delete(watch));
    const seconds = Number(url.searchParams.get("timeoutSeconds") ?? longestWatchSeconds);
    void this.#serve(watch, { isInitial, seconds });
  }

  async #serve(
    watch: OpenWatch,
    { isInitial, seconds }: { readonly isInitial: boolean; readonly seconds: number },
  ): Promise<void> {
    const { path } = watch;
    if (isInitial) {
      await watch.tellAll(this.#count(path), (at) => this.#object(path, at));
      watch.bookmark(String(this.#version), { "k8s.io/initial-events-end": "true" });
    }
    watch.keep(seconds, () => String(this.#version));
  }

  #content({ pathname, searchParams }: URL): object {
    if (pathname === "/version") return { gitVersion: "v1.36.0" };
    if (pathname === "/apis") return discoveryAnswer(this.#options.engines ? customKinds : []);
    const all = this.#count(pathname);
    const limit = Number(searchParams.get("limit") ?? all);
    const from = Number(searchParams.get("continue") ?? 0);
    const items = Array.from({ length: Math.max(0, Math.min(limit, all - from)) }, (_, at) =>
      this.#object(pathname, from + at),
    );
    const next = from + items.length < all ? { continue: String(from + items.length) } : {};
    return { metadata: { resourceVersion: String(this.#version), ...next }, items };
  }

  #tell(plural: string, type: string, object: object): void {
    for (const watch of [...this.#watches.agent, ...this.#watches.others]) {
      if (watch.path.endsWith(`/${plural}`)) watch.tell(type, object);
    }
  }

  #object(path: string, at: number): object {
    const nth = this.#nth(at, 1);
    if (path.endsWith("/deployments")) return deployment(nth);
    return path.endsWith("/replicasets") ? replicaSet(nth) : pod(nth);
  }

  #count(path: string): number {
    const { workloads } = this.#options;
    if (path.endsWith("/pods")) return workloads * podsEach;
    return path.endsWith("/deployments") || path.endsWith("/replicasets") ? workloads : 0;
  }

  /** Every object that changes has a version of its own. */
  #nth(at: number, revision: number): Nth {
    if (revision > 1) this.#version += 1;
    return { at, revision, random: this.#options.random ?? false, version: this.#version };
  }
}

function isCollection(path: string): boolean {
  return /^\/(api|apis\/[^/]+)\/v[^/]*\/[a-z]+$/.test(path);
}
