import type { KubeClient } from "#agent/kube/kube-client.ts";
import { ownKindRecord } from "#agent/project/own-kind-record.ts";
import { podRecord } from "#agent/project/pod-record.ts";
import { revisionRecord } from "#agent/project/revision-record.ts";
import { warningRecord } from "#agent/project/warning-record.ts";
import type { ClusterView } from "#agent/state/cluster-view.ts";
import type { OwnKind } from "#contracts/agent-own-kinds.ts";
import type { Log } from "#contracts/log.ts";

import { Discovery } from "./discovery.ts";
import { KindWatcher } from "./kind-watcher.ts";
import type { KindWatch, Watch } from "./kind-watcher.ts";
import { OwnKindWatches } from "./own-kind-watches.ts";
import type { ReflectorHealth } from "./reflector.ts";
import { systemWatchClock } from "./watch-clock.ts";
import type { WatchTuning } from "./watch-tuning.ts";
import { WatchTurns } from "./watch-turns.ts";
import { watchedKinds } from "./watched-kinds.ts";

interface OwnKindWatch extends KindWatch {
  readonly settled: Promise<unknown>;
  run(signal: AbortSignal): Promise<unknown>;
  forget(): void;
}

/** How many kinds can always watch in turns, however many others there are. */
const leastTurns = 2;

const pods = { group: "", version: "v1", plural: "pods" };
const revisions = { group: "apps", version: "v1", plural: "controllerrevisions" };
const events = { group: "", version: "v1", plural: "events" };

/** Every watch of the agent. */
export class ClusterWatches {
  readonly #kinds: readonly KindWatch[];
  readonly #own: OwnKindWatches<OwnKindWatch>;
  readonly #discovery: Discovery;

  constructor(options: {
    readonly client: KubeClient;
    readonly view: ClusterView;
    /** The namespaces to look at; empty for the whole cluster. */
    readonly namespaces: readonly string[];
    readonly tuning: WatchTuning;
    readonly log: Log;
  }) {
    const { client, view, namespaces, tuning, log } = options;
    const discovery = new Discovery({
      client,
      wanted: watchedKinds,
      everyMs: tuning.discoveryMs,
      clock: systemWatchClock,
      log,
      changed: () => this.#lookAgain(),
    });
    const turns = new WatchTurns({
      slots: () => Math.max(leastTurns, tuning.mostWatches - this.#count(false)),
      takers: () => this.#count(true),
    });
    const reached = (): void => this.#serverAnswers();
    const watcher = new KindWatcher({
      client,
      discovery,
      namespaces,
      tuning,
      turns,
      log,
      reached,
    });
    this.#discovery = discovery;
    this.#own = new OwnKindWatches({
      discovery,
      watch(kind, collection) {
        const cache = view.workloadCache();
        const load = known(ownKindRecord(kind));
        const watched = watcher.watch({ collection, load, cache, isPatient: true });
        const parts = [...watched.byNamespace.values()];
        return {
          ...watched,
          settled: Promise.all(parts.map(({ settled }) => settled)),
          run: (signal) => Promise.all(parts.map((part) => part.run(signal))),
          forget: () => cache.replace(new Map()),
        };
      },
    });
    this.#kinds = [
      ...watchedKinds.map(({ load, isPatient, ...collection }) =>
        watcher.watch({ collection, load, cache: view.workloadCache(), isPatient }),
      ),
      watcher.watch({ collection: pods, load: known(podRecord), cache: view.pods }),
      watcher.watch({
        collection: revisions,
        load: known(revisionRecord),
        cache: view.revisions,
        isPatient: true,
      }),
      watcher.watch({
        collection: events,
        query: { fieldSelector: "type=Warning" },
        load: known(warningRecord),
        cache: view.warnings,
      }),
    ];
  }

  /** Resolves when every watch knows all there is, or that it cannot. */
  async settled(): Promise<void> {
    await Promise.all(this.#watches().map((watch) => watch.settled));
  }

  /**
   * Watches these kinds too, as far as the cluster serves them, in place of those named before. Resolves when all
   * that there is of them is known, or that it cannot be.
   */
  nameOwnKinds(kinds: readonly OwnKind[]): Promise<void> {
    const others = kinds.filter(({ group, kind }) =>
      watchedKinds.every((each) => each.group !== group || each.kind !== kind),
    );
    return this.#own.name(others);
  }

  /** One entry for each kind: that of its namespaces which knows least. */
  get health(): readonly ReflectorHealth[] {
    return this.#allKinds.map(({ resource, byNamespace }) => {
      const parts = [...byNamespace.values()].map(({ health }) => health);
      const heard = parts.map(({ heardAt }) => heardAt ?? -Infinity);
      const oldest = Math.min(...heard);
      return {
        resource,
        synced: parts.every(({ synced }) => synced),
        missing: parts.find(({ missing }) => missing !== null)?.missing ?? null,
        heardAt: oldest === -Infinity ? null : oldest,
      };
    });
  }

  /** The rights that the agent lacks, as a person would grant them: a sentence for each kind. */
  get missingRights(): readonly string[] {
    return this.#allKinds.flatMap(({ resource, byNamespace }) => {
      const refused = [...byNamespace].filter(([, { health }]) => health.missing === "right");
      const places = refused.flatMap(([namespace]) => namespace ?? []);
      return refused.length === 0 ? [] : [`list and watch ${resource}${placesText(places)}`];
    });
  }

  /** Lists everything anew. */
  relist(): void {
    for (const watch of this.#watches()) watch.relist();
  }

  /** Runs until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const watches = watchesOf(this.#kinds).map((watch) => watch.run(signal));
    await Promise.all([this.#discovery.run(signal), this.#own.run(signal), ...watches]);
  }

  /** How many watches of kinds that are served may, or may not, wait for their turn. */
  #count(isPatient: boolean): number {
    const kinds = this.#allKinds.filter((kind) => kind.isPatient === isPatient);
    return watchesOf(kinds).filter(({ health }) => health.missing === null).length;
  }

  #lookAgain(): void {
    for (const watch of this.#watches()) watch.lookAgain();
    void this.#own.review();
  }

  #serverAnswers(): void {
    for (const watch of this.#watches()) watch.serverAnswers();
  }

  get #allKinds(): readonly KindWatch[] {
    return [...this.#kinds, ...this.#own.kinds];
  }

  #watches(): readonly Watch[] {
    return watchesOf(this.#allKinds);
  }
}

function known<T>(value: T): () => Promise<T> {
  return () => Promise.resolve(value);
}

function watchesOf(kinds: readonly KindWatch[]): readonly Watch[] {
  return kinds.flatMap(({ byNamespace }) => [...byNamespace.values()]);
}

function placesText(places: readonly string[]): string {
  if (places.length === 0) return "";
  const [first, second] = places;
  if (second === undefined) return ` in ${first}`;
  return places.length === 2
    ? ` in ${first} and ${second}`
    : ` in ${first} and ${places.length - 1} other namespaces`;
}
