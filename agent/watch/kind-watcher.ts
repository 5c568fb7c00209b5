import type { KubeClient } from "#agent/kube/kube-client.ts";
import { SharedValues } from "#agent/state/shared-values.ts";
import type { Log } from "#contracts/log.ts";

import type { Discovery } from "./discovery.ts";
import type { CachedObject, ObjectCache } from "./object-cache.ts";
import { Reflector } from "./reflector.ts";
import type { ReflectorHealth } from "./reflector.ts";
import type { WatchTuning } from "./watch-tuning.ts";
import type { WatchTurns } from "./watch-turns.ts";
import { collectionPath, resourceName } from "./watched-collection.ts";
import type { WatchedCollection } from "./watched-collection.ts";

export interface Watch {
  readonly health: ReflectorHealth;
  readonly settled: Promise<void>;
  relist(): void;
  lookAgain(): void;
  serverAnswers(): void;
  run(signal: AbortSignal): Promise<void>;
}

/** What is watched of one kind: one watch for all namespaces, or one for each that the agent may look at. */
export interface KindWatch {
  readonly resource: string;
  readonly isPatient: boolean;
  readonly byNamespace: ReadonlyMap<string | null, Watch>;
}

export interface WantedKind<T extends CachedObject> {
  readonly collection: WatchedCollection;
  readonly query?: Readonly<Record<string, string>>;
  /** Called before the first object comes. */
  readonly load: () => Promise<(object: unknown) => T>;
  readonly cache: ObjectCache<T>;
  /** Whether it changes so seldom that it may wait for its turn. */
  readonly isPatient?: boolean;
}

/** Makes the watches of kinds, which share what they need for it. */
export class KindWatcher {
  readonly #values = new SharedValues();
  readonly #discovery: Discovery;
  readonly #namespaces: readonly string[];
  readonly #turns: WatchTurns;
  readonly #shared: {
    readonly client: KubeClient;
    readonly tuning: WatchTuning;
    readonly log: Log;
    readonly reached: () => void;
  };

  constructor(options: {
    readonly client: KubeClient;
    readonly discovery: Discovery;
    /** The namespaces to look at; empty for the whole cluster. */
    readonly namespaces: readonly string[];
    readonly tuning: WatchTuning;
    readonly turns: WatchTurns;
    readonly log: Log;
    /** Told when the API server answers after it could not be reached. */
    readonly reached: () => void;
  }) {
    const { discovery, namespaces, turns, ...shared } = options;
    this.#discovery = discovery;
    this.#namespaces = namespaces;
    this.#turns = turns;
    this.#shared = shared;
  }

  /** One watch for the whole cluster, or one for each of the namespaces; they run when they are told to. */
  watch<T extends CachedObject>(wanted: WantedKind<T>): KindWatch {
    const { collection, isPatient = false, load, ...input } = wanted;
    const resource = resourceName(collection);
    const [discovery, values] = [this.#discovery, this.#values];
    const shared = { ...this.#shared, ...(isPatient && { turns: this.#turns }) };
    let projection: Awaited<ReturnType<typeof load>> | null = null;
    function project(object: unknown): T {
      if (projection === null) throw new Error("An object came before its kind was located.");
      return values.share(projection(object));
    }
    function watchIn(namespace: string | null): Watch {
      const locate = async (doubt: { readonly inDoubt: boolean }): Promise<string | null> => {
        const api = await discovery.locate(collection, doubt);
        if (api !== null) projection ??= await load();
        return api && collectionPath(api, { ...collection, namespace });
      };
      return new Reflector({ ...input, ...shared, project, resource, namespace, locate });
    }
    const places = this.#namespaces.length === 0 ? [null] : this.#namespaces;
    const byNamespace = new Map(places.map((place) => [place, watchIn(place)]));
    return { resource, isPatient, byNamespace };
  }
}
