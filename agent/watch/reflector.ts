import type { KubeClient } from "#agent/kube/kube-client.ts";
import { KubeFailure, isStatus } from "#agent/kube/kube-failure.ts";
import { errorText } from "#contracts/log.ts";
import type { Log } from "#contracts/log.ts";

import { listPages } from "./list-pages.ts";
import type { CachedObject, ObjectCache } from "./object-cache.ts";
import { Recovery } from "./recovery.ts";
import type { Setback } from "./recovery.ts";
import { isOlder } from "./resource-version.ts";
import { systemWatchClock } from "./watch-clock.ts";
import type { WatchClock } from "./watch-clock.ts";
import { SilentWatch, watchEvents } from "./watch-events.ts";
import type { WatchEvent } from "./watch-events.ts";
import type { WatchTuning } from "./watch-tuning.ts";
import type { WatchTurns } from "./watch-turns.ts";

export interface ReflectorOptions<T extends CachedObject> {
  /** The resource as rights name it: `deployments.apps`. */
  readonly resource: string;
  /** The one namespace that is looked at; null for all. */
  readonly namespace: string | null;
  /** Path of the collection; null while the cluster does not serve the kind. Asked anew where that is in doubt. */
  readonly locate: (options: { readonly inDoubt: boolean }) => Promise<string | null>;
  /** Selectors. */
  readonly query?: Readonly<Record<string, string>>;
  /** What is kept of an object; throws where it is not one of the kind. */
  readonly project: (object: unknown) => T;
  /** May be shared with the reflectors of other namespaces. */
  readonly cache: ObjectCache<T>;
  readonly client: KubeClient;
  readonly tuning: WatchTuning;
  readonly clock?: WatchClock;
  /** Told when the API server answers after it could not be reached. */
  readonly reached?: () => void;
  /** Where the kind may only watch in its turn, once all of it is known. */
  readonly turns?: WatchTurns;
  readonly log: Log;
}

export interface ReflectorHealth {
  readonly resource: string;
  /** Whether the cache has been complete once. */
  readonly synced: boolean;
  readonly missing: "kind" | "right" | null;
  /** When the server was last heard, on the clock of the watches. */
  readonly heardAt: number | null;
}

/** How many watches in a row may bring nothing before the version that they begin at is doubted. */
const mostWordlessWatches = 2;
const mostBrokenWatchLists = 2;

/**
 * Keeps a cache equal to a collection of the API, for ever: lists it, watches it, and begins again where the server
 * forgot. No answer of the server and no broken connection ends it; only the signal does.
 */
export class Reflector<T extends CachedObject> {
  readonly #options: ReflectorOptions<T>;
  readonly #clock: WatchClock;
  readonly #recovery: Recovery;
  readonly #settled = Promise.withResolvers<void>();
  #version: string | null = null;
  #hasWatchList = true;
  #brokenWatchLists = 0;
  #wordlessWatches = 0;
  #isLost = false;
  #synced = false;
  #missing: ReflectorHealth["missing"] = null;
  #heardAt: number | null = null;
  #interrupt = new AbortController();

  constructor(options: ReflectorOptions<T>) {
    const { tuning, clock = systemWatchClock } = options;
    this.#options = options;
    this.#clock = clock;
    const { reached = () => {} } = options;
    this.#recovery = new Recovery({ tuning, clock, reached });
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

  /** Has a kind that is missing looked for at once. */
  lookAgain(): void {
    if (this.#missing !== null) this.#interrupt.abort();
  }

  /** Someone else reached the API server: if that was the trouble, there is little to wait for. */
  serverAnswers(): void {
    this.#recovery.serverAnswers();
  }

  /** Runs until the signal aborts; never throws. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#interrupt = new AbortController();
      const either = AbortSignal.any([signal, this.#interrupt.signal]);
      const pauseMs = await this.#round(either).catch((error: unknown) =>
        either.aborted ? 0 : this.#judge(error),
      );
      if (pauseMs > 0 && !either.aborted) await this.#pause(pauseMs, either);
    }
  }

  async #pause(pauseMs: number, signal: AbortSignal): Promise<void> {
    const { log, resource } = this.#options;
    log("debug", "watch pauses", { resource, ms: Math.round(pauseMs) });
    await this.#recovery.pause(pauseMs, signal);
  }

  /** One list, where it is needed, and one watch; returns how long to pause before the next. */
  async #round(signal: AbortSignal): Promise<number> {
    const path = await this.#options.locate({ inDoubt: this.#isLost });
    this.#isLost = false;
    if (path === null) return this.#lacksKind();
    if (this.#version === null && !this.#hasWatchList) await this.#list(path, signal);
    const endTurn = this.#version === null ? null : await this.#options.turns?.take(signal);
    const startedAt = this.#clock.now();
    const hasWords = await this.#watch(path, signal).finally(() => endTurn?.());
    if (this.#clock.now() - startedAt >= this.#options.tuning.shortWatchMs) return 0;
    if (!hasWords) this.#wordless();
    return this.#recovery.pauseMs({ kind: "brief" });
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
    this.#hasWatchList = this.#brokenWatchLists > 0;
    this.#brokenWatchLists = 0;
  }

  /** Watches until the server ends it; returns whether it said anything. */
  async #watch(path: string, signal: AbortSignal): Promise<boolean> {
    const { client, tuning } = this.#options;
    const clock = this.#clock;
    const initial = this.#version === null ? new Map<string, T>() : null;
    const query = { ...this.#options.query, ...this.#watchQuery() };
    const startedAt = clock.now();
    const isInitial = initial !== null;
    let isComplete = !isInitial;
    let hasWords = false;
    try {
      for await (const event of watchEvents({
        client,
        path,
        query,
        isInitial,
        tuning,
        clock,
        signal,
        opened: () => this.#recovery.opened(),
      })) {
        this.#recovery.heard();
        hasWords = true;
        this.#wordlessWatches = 0;
        this.#heardAt = clock.now();
        if (isComplete || initial === null) this.#apply(event);
        else isComplete = this.#gather(initial, event);
      }
    } finally {
      this.#recovery.closed(clock.now() - startedAt);
    }
    if (!isComplete) this.#watchListBroke();
    return hasWords;
  }

  #watchQuery(): Readonly<Record<string, string>> {
    const { turns, tuning } = this.#options;
    const watchSeconds = turns
      ? tuning.turnSeconds[turns.isCrowded ? "crowded" : "alone"]
      : tuning.watchSeconds;
    const timeoutSeconds = String(Math.round(watchSeconds * (1 + this.#clock.random() / 2)));
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
    // Null after someone asked for a new list: what comes meanwhile is true, but its version must not count.
    const goesBack = this.#version !== null && isOlder(event.version, this.#version);
    // Some servers tell of a deletion by the object's last version; a uid that is gone cannot come back.
    if (goesBack && event.kind !== "delete") {
      throw new Error(`The watch went back from version ${this.#version} to ${event.version}.`);
    }
    const object = event.kind === "bookmark" ? null : this.#project(event.object);
    if (object !== null && event.kind === "put") this.#options.cache.put(object);
    if (object !== null && event.kind === "delete") this.#options.cache.remove(object.uid);
    if (this.#version !== null && !goesBack) this.#version = event.version;
  }

  #complete(objects: ReadonlyMap<string, T>, version: string): void {
    this.#options.cache.replace(objects, this.#options.namespace);
    this.#version = version;
    this.#synced = true;
    this.#missing = null;
    this.#recovery.allowed();
    this.#heardAt = this.#clock.now();
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
    const { log, resource } = this.#options;
    if (isStatus(error, 410)) {
      this.#version = null;
      return this.#recovery.pauseMs({ kind: "expired" });
    }
    const isAsking = this.#version === null && this.#hasWatchList;
    if (isStatus(error, 400, 422) && isAsking) {
      this.#hasWatchList = false;
      return 0;
    }
    if (isStatus(error, 403)) return this.#lacksRight();
    // It may be a proxy that does not know the path, so what the cluster serves is asked before anything is dropped.
    this.#isLost = isStatus(error, 404);
    const setback = setbackOf(error);
    const isOwn = setback.kind === "unusable";
    if (isOwn) this.#version = null;
    if (isAsking && !isStatus(error, 401, 404, 429)) this.#watchListBroke();
    const isRefused = setback.kind === "refused" && !isStatus(error, 401, 429);
    if (error instanceof SilentWatch || isRefused) this.#wordless();
    log(isOwn ? "error" : "warning", "watch failed", { resource, error: errorText(error) });
    return this.#recovery.pauseMs(setback);
  }

  /** A server may no longer have the version, or not yet, and keep that to itself. */
  #wordless(): void {
    this.#wordlessWatches += 1;
    if (this.#wordlessWatches < mostWordlessWatches) return;
    this.#wordlessWatches = 0;
    this.#version = null;
  }

  #lacksKind(): number {
    this.#options.cache.replace(new Map(), this.#options.namespace);
    this.#version = null;
    this.#missing = "kind";
    this.#settled.resolve();
    return this.#options.tuning.longestRefusedMs;
  }

  /** What is known stays: nobody said that it is gone. */
  #lacksRight(): number {
    this.#version = null;
    this.#missing = "right";
    this.#settled.resolve();
    return this.#recovery.pauseMs({ kind: "forbidden" });
  }

  /** A server or proxy may say that it can stream the initial state, and then never finish it. */
  #watchListBroke(): void {
    this.#brokenWatchLists += 1;
    if (this.#brokenWatchLists >= mostBrokenWatchLists) this.#hasWatchList = false;
  }
}

function setbackOf(error: unknown): Setback {
  if (error instanceof KubeFailure) return { kind: "refused", retryAfterMs: error.retryAfterMs };
  return error instanceof SilentWatch || isNetworkError(error)
    ? { kind: "cut-off" }
    : { kind: "unusable" };
}

/** Node marks what goes wrong on the wire, and what was aborted, with a code. */
function isNetworkError(error: unknown): boolean {
  return error instanceof Error && "code" in error;
}
