import type { ServerResponse } from "node:http";

import type { Change } from "./change.ts";
import type { ObjectMatcher } from "./field-selector.ts";
import { isOn, matcherFor, versionIn } from "./list-query.ts";
import type { KubeObject } from "./object.ts";
import { apiVersionOf, qualifiedName, type Resource } from "./resource.ts";
import { type Status, badRequest, expired, versionTooLarge } from "./status.ts";
import type { ObjectStore } from "./store.ts";

const defaultTimeoutSeconds = 3600;
/** A watcher that lets this much pile up is cut off, as the real server does with slow ones. */
const maximumBacklogBytes = 16 * 1024 * 1024;

export interface WatchRequest {
  readonly resource: Resource;
  readonly namespace: string | undefined;
  readonly query: URLSearchParams;
  readonly response: ServerResponse;
}

/** All open watches of one cluster; each change is encoded once and sent to those it concerns. */
export class WatchHub {
  readonly #store: ObjectStore;
  readonly #open = new Map<string, Set<Watch>>();
  readonly #bookmarks: NodeJS.Timeout;
  readonly #expiredAs: "stream" | "status";
  #count = 0;

  constructor({
    store,
    bookmarkMs,
    expiredAs,
  }: {
    store: ObjectStore;
    bookmarkMs: number;
    expiredAs: "stream" | "status";
  }) {
    this.#store = store;
    this.#expiredAs = expiredAs;
    store.subscribe((change) => this.#deliver(change));
    this.#bookmarks = setInterval(() => this.#bookmarkAll(), bookmarkMs);
    this.#bookmarks.unref();
  }

  get count(): number {
    return this.#count;
  }

  /** Answers the request with a stream of events, first the state or the changes it asks for. */
  start(request: WatchRequest): void {
    const { resource, query, response } = request;
    const matches = matcherFor(query, resource);
    const first = this.#firstLines({ ...request, matches });
    response.writeHead(200, {
      "content-type": "application/json",
      "cache-control": "no-cache, private",
    });
    response.flushHeaders();
    if (first.kind === "expired") {
      response.end(line("ERROR", first.status));
      return;
    }
    if (first.lines.length > 0) response.write(first.lines.join(""));
    this.#add({ ...request, matches });
  }

  /** Ends every watch without a word, as a restarting server does. */
  drop(): void {
    for (const watches of this.#open.values())
      for (const watch of watches) watch.response.destroy();
  }

  close(): void {
    clearInterval(this.#bookmarks);
    this.drop();
  }

  #firstLines(request: WatchRequest & { matches: ObjectMatcher }): FirstLines {
    const { resource, namespace, query, matches } = request;
    const version = versionIn(query);
    const initial = isOn(query, "sendInitialEvents");
    if (query.has("sendInitialEvents") && query.get("resourceVersionMatch") !== "NotOlderThan") {
      throw badRequest("sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
    }
    if (version !== null && version > this.#store.version) {
      throw versionTooLarge(version, this.#store.version);
    }
    if (initial || version === null || version === 0) {
      const objects = this.#store.list(resource, namespace).filter(matches);
      const added = objects.map((object) => line("ADDED", object));
      const end = initial && isOn(query, "allowWatchBookmarks");
      return { kind: "lines", lines: end ? [...added, this.#bookmark(resource, true)] : added };
    }
    const changes = this.#store.changesSince(resource, version);
    if (!changes) {
      const error = expired(`too old resource version: ${version} (${this.#store.version})`);
      if (this.#expiredAs === "status") throw error;
      return { kind: "expired", status: error.status };
    }
    return {
      kind: "lines",
      lines: changes.flatMap((change) => eventFor(change, { namespace, matches }) ?? []),
    };
  }

  #add({
    resource,
    namespace,
    query,
    response,
    matches,
  }: WatchRequest & { matches: ObjectMatcher }): void {
    const watch: Watch = {
      resource,
      namespace,
      matches,
      response,
      bookmarks: isOn(query, "allowWatchBookmarks"),
    };
    const id = qualifiedName(resource);
    const watches = this.#open.get(id) ?? new Set();
    this.#open.set(id, watches.add(watch));
    this.#count += 1;
    const seconds = Number(query.get("timeoutSeconds") ?? 0) || defaultTimeoutSeconds;
    const timer = setTimeout(() => {
      if (watch.bookmarks) response.write(this.#bookmark(resource, false));
      response.end();
    }, seconds * 1000);
    timer.unref();
    response.once("close", () => {
      clearTimeout(timer);
      watches.delete(watch);
      this.#count -= 1;
    });
  }

  #deliver(change: Change): void {
    const encoded = new Map<string, string>();
    for (const watch of this.#open.get(qualifiedName(change.resource)) ?? []) {
      const text = eventFor(change, watch, encoded);
      if (text) send(watch, text);
    }
  }

  #bookmarkAll(): void {
    for (const watches of this.#open.values()) {
      for (const watch of watches) {
        if (watch.bookmarks) send(watch, this.#bookmark(watch.resource, false));
      }
    }
  }

  #bookmark(resource: Resource, endsInitialEvents: boolean): string {
    return line("BOOKMARK", {
      kind: resource.kind,
      apiVersion: apiVersionOf(resource),
      metadata: {
        resourceVersion: String(this.#store.version),
        creationTimestamp: null,
        ...(endsInitialEvents && { annotations: { "k8s.io/initial-events-end": "true" } }),
      },
    });
  }
}

interface Watch {
  readonly resource: Resource;
  readonly namespace: string | undefined;
  readonly matches: ObjectMatcher;
  readonly response: ServerResponse;
  readonly bookmarks: boolean;
}

type FirstLines =
  | { readonly kind: "lines"; readonly lines: readonly string[] }
  | { readonly kind: "expired"; readonly status: Status };

/** The event as this watcher sees it: leaving its selection is a deletion, entering an addition. */
function eventFor(
  change: Change,
  { namespace, matches }: Pick<Watch, "namespace" | "matches">,
  encoded?: Map<string, string>,
): string | null {
  const { object, previous, type } = change;
  if (namespace && object.metadata.namespace !== namespace) return null;
  const before = previous !== null && matches(previous);
  const now = type !== "DELETED" && matches(object);
  if (!before && !now) return null;
  const seen = before && now ? "MODIFIED" : now ? "ADDED" : "DELETED";
  const known = encoded?.get(seen);
  if (known) return known;
  const text = line(seen, seen === "DELETED" ? lastSeen(change) : object);
  encoded?.set(seen, text);
  return text;
}

/** A watcher whose selection the object left gets the state it knew, under the new version. */
function lastSeen({ object, previous, type }: Change): KubeObject {
  if (type === "DELETED" || !previous) return object;
  const { resourceVersion } = object.metadata;
  return { ...previous, metadata: { ...previous.metadata, resourceVersion } };
}

function line(type: string, object: unknown): string {
  return `${JSON.stringify({ type, object })}\n`;
}

function send({ response }: Watch, text: string): void {
  if (response.writableLength > maximumBacklogBytes) response.destroy();
  else response.write(text);
}
