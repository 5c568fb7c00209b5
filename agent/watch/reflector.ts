import { setTimeout as sleep } from "node:timers/promises";

import type { KubeClient } from "#agent/kube/kube-client.ts";
import { KubeFailure, isStatus } from "#agent/kube/kube-failure.ts";
import { errorText } from "#agent/log.ts";
import type { Log } from "#agent/log.ts";

import { listPages } from "./list-pages.ts";
import type { CachedObject, ObjectCache } from "./object-cache.ts";
import { watchEvents } from "./watch-events.ts";
import type { WatchEvent } from "./watch-events.ts";
import type { WatchTuning } from "./watch-tuning.ts";

export interface ReflectorOptions<T extends CachedObject> {
  /** The resource as rights name it: `deployments.apps`. */
  readonly resource: string;
  /** Path of the collection; null while the cluster does not serve the kind. */
  readonly path: (signal: AbortSignal) => Promise<string | null>;
  /** Selectors. */
  readonly query?: Readonly<Record<string, string>>;
  /** What is kept of an object; throws where it is not one of the kind. */
  readonly project: (object: unknown) => T;
  readonly cache: ObjectCache<T>;
  readonly client: KubeClient;
  readonly tuning: WatchTuning;
  readonly log: Log;
}

export interface ReflectorHealth {
  readonly resource: string;
  /** Whether the cache has been complete once. */
  readonly synced: boolean;
  readonly missing: "kind" | "right" | null;
  /** When the server was last heard, on `performance.now()`'s clock. */
  readonly heardAt: number | null;
}

const mostShortWatches = 3;
const mostBrokenWatchLists = 2;

/**
 * Keeps a cache equal to a collection of the API, for ever: lists it, watches it, and begins again where the server
 * forgot. No answer of the server and no broken connection ends it; only the signal does.
 */
export class Reflector<T extends CachedObject> {
  readonly #options: ReflectorOptions<T>;
  readonly #settled = Promise.withResolvers<void>();
  #version: string | null = null;
  #hasWatchList = true;
  #brokenWatchLists = 0;
  #shortWatches = 0;
  #failures = 0;
  #synced = false;
  #missing: ReflectorHealth["missing"] = null;
  #heardAt: number | null = null;
  #interrupt = new AbortController();

  constructor(options: ReflectorOptions<T>) {
    this.#options = options;
  }

  get health(): ReflectorHealth {
    const { resource } = this.#options;
    return { resource, synced: this.#synced, missing: this.#missing, heardAt: this.#heardAt };
  }

  /** Resolves when the cache is complete, or when it is clear that it cannot be. */
  get settled(): Promise<void> {
    return this.#settled.promise;
  }

  /** Has the collection listed anew. */
  relist(): void {
    this.#version = null;
    this.#interrupt.abort();
  }

  /** Runs until the signal aborts; never throws. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#interrupt = new AbortController();
      const either = AbortSignal.any([signal, this.#interrupt.signal]);
      const pauseMs = await this.#round(either).catch((error: unknown) =>
        either.aborted ? 0 : this.#judge(error),
      );
      if (signal.aborted) return;
      if (pauseMs > 0) await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** One list, where it is needed, and one watch; returns how long to pause before the next. */
  async #round(signal: AbortSignal): Promise<number> {
    const path = await this.#options.path(signal);
    if (path === null) return this.#lacksKind();
    if (this.#version === null && !this.#hasWatchList) await this.#list(path, signal);
    const startedAt = performance.now();
    const events = await this.#watch(path, signal);
    const isShort = performance.now() - startedAt < this.#options.tuning.shortWatchMs;
    this.#shortWatches = isShort && events === 0 ? this.#shortWatches + 1 : 0;
    if (this.#shortWatches === 0) return 0;
    // A server may close watches from a version it no longer has without saying so.
    if (this.#shortWatches >= mostShortWatches) this.#version = null;
    return this.#backoff();
  }

  async #list(path: string, signal: AbortSignal): Promise<void> {
    const { client, query = {}, tuning } = this.#options;
    const found = new Map<string, T>();
    const version = await listPages({
      client,
      path,
      query,
      signal,
      pageSize: tuning.pageSize,
      found: (object) => this.#collect(found, object),
    });
    this.#complete(found, version);
  }

  /** Watches until the server ends it; returns the number of events. */
  async #watch(path: string, signal: AbortSignal): Promise<number> {
    const { client, tuning } = this.#options;
    const initial = this.#version === null ? new Map<string, T>() : null;
    const query = { ...this.#options.query, ...this.#watchQuery() };
    const silenceMs = tuning.silenceMs;
    let isComplete = initial === null;
    let events = 0;
    for await (const event of watchEvents({ client, path, query, silenceMs, signal })) {
      events += 1;
      this.#heard();
      if (isComplete || initial === null) this.#apply(event);
      else isComplete = this.#gather(initial, event);
    }
    if (!isComplete) this.#watchListBroke();
    return events;
  }

  #watchQuery(): Readonly<Record<string, string>> {
    const { watchSeconds } = this.#options.tuning;
    const timeoutSeconds = String(Math.round(watchSeconds * (1 + Math.random() / 2)));
    if (this.#version !== null) return { timeoutSeconds, resourceVersion: this.#version };
    return { timeoutSeconds, sendInitialEvents: "true", resourceVersionMatch: "NotOlderThan" };
  }

  /** True when the event ends the initial ones. */
  #gather(initial: Map<string, T>, event: WatchEvent): boolean {
    if (event.kind === "put") this.#collect(initial, event.object);
    if (event.kind === "delete") this.#discard(initial, event.object);
    if (event.kind !== "bookmark" || !event.endsInitial) return false;
    this.#brokenWatchLists = 0;
    this.#complete(initial, event.version);
    return true;
  }

  #apply(event: WatchEvent): void {
    const object = event.kind === "bookmark" ? null : this.#project(event.object);
    if (object !== null && event.kind === "put") this.#options.cache.put(object);
    if (object !== null && event.kind === "delete") this.#options.cache.remove(object.uid);
    if (this.#version !== null) this.#version = event.version;
    this.#failures = 0;
  }

  #complete(objects: ReadonlyMap<string, T>, version: string): void {
    this.#options.cache.replace(objects);
    this.#version = version;
    this.#synced = true;
    this.#missing = null;
    this.#failures = 0;
    this.#heard();
    this.#settled.resolve();
  }

  #collect(into: Map<string, T>, object: unknown): void {
    const projected = this.#project(object);
    if (projected !== null) into.set(projected.uid, projected);
  }

  #discard(from: Map<string, T>, object: unknown): void {
    const projected = this.#project(object);
    if (projected !== null) from.delete(projected.uid);
  }

  /** One odd object must not cost the others. */
  #project(object: unknown): T | null {
    try {
      return this.#options.project(object);
    } catch (error) {
      const { log, resource } = this.#options;
      log("error", "an object is not as its kind should be", { resource, error: errorText(error) });
      return null;
    }
  }

  /** Decides how to go on after an error; returns the pause. */
  #judge(error: unknown): number {
    const { log, resource, tuning } = this.#options;
    if (isStatus(error, 410)) {
      this.#version = null;
      return this.#backoff();
    }
    if (isStatus(error, 400, 422) && this.#version === null && this.#hasWatchList) {
      this.#hasWatchList = false;
      return 0;
    }
    if (isStatus(error, 404)) return this.#lacksKind();
    if (isStatus(error, 401, 403)) {
      this.#missing = "right";
      this.#settled.resolve();
      return tuning.missingMs;
    }
    const isOwn = !(error instanceof KubeFailure) && !isNetworkError(error);
    if (isOwn) this.#version = null;
    if (this.#version === null && this.#hasWatchList) this.#watchListBroke();
    log(isOwn ? "error" : "warning", "watch failed", { resource, error: errorText(error) });
    const asked = error instanceof KubeFailure ? (error.retryAfterMs ?? 0) : 0;
    return Math.max(asked, this.#backoff());
  }

  #lacksKind(): number {
    this.#options.cache.replace(new Map());
    this.#version = null;
    this.#missing = "kind";
    this.#settled.resolve();
    return this.#options.tuning.missingMs;
  }

  /** A server or proxy may say that it can stream the initial state, and then never finish it. */
  #watchListBroke(): void {
    this.#brokenWatchLists += 1;
    if (this.#brokenWatchLists >= mostBrokenWatchLists) this.#hasWatchList = false;
  }

  #backoff(): number {
    const { backoffMs, longestBackoffMs } = this.#options.tuning;
    this.#failures += 1;
    return (
      Math.random() * Math.min(longestBackoffMs, backoffMs * 2 ** Math.min(this.#failures, 16))
    );
  }

  #heard(): void {
    this.#heardAt = performance.now();
  }
}

/** Node marks what goes wrong on the wire, and what was aborted, with a code. */
function isNetworkError(error: unknown): boolean {
  return error instanceof Error && "code" in error;
}
