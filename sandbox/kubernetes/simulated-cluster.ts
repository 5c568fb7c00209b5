import type { IncomingMessage, ServerResponse } from "node:http";

import { authenticate, type TokenHolder } from "./access.ts";
import { builtInResources } from "./built-in-resources.ts";
import { coreVersions, groupList, groupOf, resourceList, reviews } from "./discovery.ts";
import { retainEvents } from "./event-retention.ts";
import { fluxDefinitions } from "./flux-definitions.ts";
import type { JsonObject } from "./json.ts";
import type { Draft } from "./object.ts";
import { openApiDocument, openApiIndex } from "./openapi.ts";
import { ObjectRegistry } from "./registry.ts";
import { readObject } from "./request-body.ts";
import { parseRequestPath, type RequestInfo } from "./request-info.ts";
import { ResourceCatalog } from "./resource-catalog.ts";
import { ResourceRequests, type Answer } from "./resource-requests.ts";
import { reviewAccess, reviewRules } from "./reviews.ts";
import { serveDefinitions } from "./served-definitions.ts";
import { ApiError, methodNotAllowed, NoSuchPath, noSuchResource } from "./status.ts";
import { ObjectStore } from "./store.ts";
import { WatchHub } from "./watch.ts";

export interface SimulatedClusterOptions {
  readonly name: string;
  readonly version?: string;
  readonly now: () => Date;
  readonly newUid: () => string;
  /** Who may call; without it everybody is an administrator. */
  readonly tokens?: Readonly<Record<string, TokenHolder>>;
  /** How many changes of each resource a watch can catch up on. */
  readonly historyWindow?: number;
  readonly bookmarkMs?: number;
  /** How a watch from a forgotten version is refused: 410 within the stream, or as HTTP status. */
  readonly expiredWatchAs?: "stream" | "status";
}

/** A cluster that exists as a Kubernetes API only; controllers and kubelets bring it to life. */
export interface SimulatedCluster {
  readonly name: string;
  readonly store: ObjectStore;
  readonly registry: ObjectRegistry;
  readonly catalog: ResourceCatalog;
  readonly now: () => Date;
  /** Answers a request; `path` is what follows the prefix the cluster is mounted under. */
  handle(request: IncomingMessage, response: ServerResponse, path: string): void;
  counters(): { readonly openWatches: number; readonly requests: number };
  /** Cuts every open watch, as a restart of the API server does. */
  dropWatches(): void;
  /** Forgets the history: watches and page tokens from before are answered with 410. */
  compact(): void;
  close(): void;
}

const initialNamespaces = ["default", "kube-node-lease", "kube-public", "kube-system"];

export function createSimulatedCluster(options: SimulatedClusterOptions): SimulatedCluster {
  const { name, now, newUid } = options;
  const store = new ObjectStore({ historyWindow: options.historyWindow ?? 500 });
  const catalog = new ResourceCatalog(builtInResources);
  const registry = new ObjectRegistry({ store, now, newUid });
  const watches = new WatchHub({
    store,
    bookmarkMs: options.bookmarkMs ?? 60_000,
    expiredAs: options.expiredWatchAs ?? "stream",
  });
  serveDefinitions({ store, catalog });
  retainEvents({ store, limit: 1000 });
  seed({ catalog, registry });
  const api = new Api({
    options,
    catalog,
    requests: new ResourceRequests({ store, registry, watches, now }),
  });
  return {
    name,
    store,
    registry,
    catalog,
    now,
    handle: (request, response, path) => void api.handle(request, response, path),
    counters: () => ({ openWatches: watches.count, requests: api.requestCount }),
    dropWatches: () => watches.drop(),
    compact: () => store.compact(),
    close: () => watches.close(),
  };
}

function seed({ catalog, registry }: { catalog: ResourceCatalog; registry: ObjectRegistry }): void {
  function create(draft: Draft): void {
    const { apiVersion = "v1", kind = "" } = draft;
    const resource = catalog.findKind({ apiVersion, kind });
    if (resource) registry.create({ resource, draft });
  }
  for (const name of initialNamespaces) create({ kind: "Namespace", metadata: { name } });
  for (const definition of fluxDefinitions) create(definition);
}

/** The front of the API: authentication, discovery, and the way to the resources. */
class Api {
  readonly #options: SimulatedClusterOptions;
  readonly #catalog: ResourceCatalog;
  readonly #requests: ResourceRequests;
  requestCount = 0;

  constructor({
    options,
    catalog,
    requests,
  }: {
    options: SimulatedClusterOptions;
    catalog: ResourceCatalog;
    requests: ResourceRequests;
  }) {
    this.#options = options;
    this.#catalog = catalog;
    this.#requests = requests;
  }

  async handle(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    this.requestCount += 1;
    try {
      send(response, await this.#answer(request, response, path));
    } catch (error) {
      send(response, refusalOf(error));
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse, path: string): Promise<Answer> {
    const url = new URL(path, "http://cluster");
    const info = parseRequestPath(url.pathname);
    if (isHealth(info)) return { kind: "text", code: 200, body: "ok" };
    const holder = authenticate(this.#options.tokens, request.headers.authorization);
    if (info.kind === "other") return this.#root(info.path);
    if (info.kind === "group-version") {
      const list = resourceList(this.#catalog, info);
      if (!list) throw this.#notServed(info.group);
      return found(list);
    }
    if (info.group === "authorization.k8s.io")
      return review({ request, holder, plural: info.plural });
    const resource = this.#catalog.find(info);
    if (!resource || (info.namespace !== undefined && !resource.namespaced)) {
      throw this.#notServed(info.group);
    }
    const { namespace, name, subresource } = info;
    const asked = { resource, namespace, name, subresource, query: url.searchParams };
    return this.#requests.answer({ ...asked, holder, request, response });
  }

  #notServed(group: string): Error {
    const known = this.#catalog.all().some((resource) => resource.group === group);
    return known ? noSuchResource() : new NoSuchPath();
  }

  #root(path: string): Answer {
    if (path === "/version") return found(versionInfo(this.#options.version));
    if (path === "/api") return found(coreVersions());
    if (path === "/apis") return found(groupList(this.#catalog));
    if (path === "/openapi/v3") return found(openApiIndex(this.#catalog));
    const [, root] = /^\/openapi\/v3\/(.+)$/.exec(path) ?? [];
    if (root !== undefined) return found(openApiDocument(this.#catalog, root));
    const [, name] = /^\/apis\/([^/]+)$/.exec(path) ?? [];
    const known = name !== undefined && this.#catalog.all().some((r) => r.group === name);
    if (!known) throw new NoSuchPath();
    return found({ kind: "APIGroup", apiVersion: "v1", ...groupOf(this.#catalog, name) });
  }
}

function isHealth(info: RequestInfo): boolean {
  return info.kind === "other" && /^\/(readyz|livez|healthz)(\/|$)/.test(info.path);
}

async function review({
  request,
  holder,
  plural,
}: {
  request: IncomingMessage;
  holder: TokenHolder;
  plural: string;
}): Promise<Answer> {
  if (!reviews.some((known) => known.plural === plural)) throw noSuchResource();
  if (request.method !== "POST") throw methodNotAllowed();
  const body = await readObject(request);
  const answer =
    plural === "selfsubjectaccessreviews" ? reviewAccess(holder, body) : reviewRules(holder, body);
  return { kind: "json", code: 201, body: answer };
}

function found(body: JsonObject | null): Answer {
  if (!body) throw new NoSuchPath();
  return { kind: "json", code: 200, body };
}

function versionInfo(version = "v1.35.0+sandbox"): JsonObject {
  const [, major = "1", minor = "35"] = /^v(\d+)\.(\d+)/.exec(version) ?? [];
  return {
    major,
    minor,
    gitVersion: version,
    gitCommit: "0000000000000000000000000000000000000000",
    gitTreeState: "clean",
    buildDate: "2026-01-01T00:00:00Z",
    goVersion: "none",
    compiler: "node",
    platform: "linux/amd64",
  };
}

function refusalOf(error: unknown): Answer {
  if (error instanceof NoSuchPath) return { kind: "text", code: 404, body: error.text };
  const { status } = error instanceof ApiError ? error : internalError(error);
  return { kind: "json", code: status.code, body: status };
}

function internalError(error: unknown): ApiError {
  console.error("The simulated cluster failed to answer a request.", error);
  const message = error instanceof Error ? error.message : String(error);
  return new ApiError({
    code: 500,
    reason: "InternalError",
    message: `Internal error occurred: ${message}`,
  });
}

function send(response: ServerResponse, answer: Answer): void {
  if (answer.kind === "streaming") return;
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (answer.kind === "text") {
    response
      .writeHead(answer.code, { "content-type": "text/plain; charset=utf-8" })
      .end(answer.body);
    return;
  }
  const text = JSON.stringify(answer.body);
  response
    .writeHead(answer.code, {
      "content-type": "application/json",
      "cache-control": "no-cache, private",
      "content-length": Buffer.byteLength(text),
    })
    .end(text);
}
