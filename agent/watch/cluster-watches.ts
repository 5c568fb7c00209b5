import type { KubeClient } from "#agent/kube/kube-client.ts";
import type { Log } from "#agent/log.ts";
import { podRecord } from "#agent/project/pod-record.ts";
import { revisionRecord } from "#agent/project/revision-record.ts";
import { warningRecord } from "#agent/project/warning-record.ts";
import type { ClusterView } from "#agent/state/cluster-view.ts";

import type { ObjectCache } from "./object-cache.ts";
import type { CachedObject } from "./object-cache.ts";
import { Reflector } from "./reflector.ts";
import type { ReflectorHealth } from "./reflector.ts";
import type { WatchTuning } from "./watch-tuning.ts";
import { watchedKinds } from "./watched-kinds.ts";

interface Watch {
  readonly health: ReflectorHealth;
  readonly settled: Promise<void>;
  relist(): void;
  run(signal: AbortSignal): Promise<void>;
}

/** Every watch of the agent. */
export class ClusterWatches {
  readonly #watches: readonly Watch[];
  readonly #caches: ReadonlyMap<string, { readonly watch: Watch; readonly cache: NamedObjects }>;

  constructor(options: {
    readonly client: KubeClient;
    readonly view: ClusterView;
    readonly tuning: WatchTuning;
    readonly log: Log;
  }) {
    const { client, view, tuning, log } = options;
    function watch<T extends CachedObject>(input: {
      readonly resource: string;
      readonly path: (signal: AbortSignal) => Promise<string | null>;
      readonly query?: Readonly<Record<string, string>>;
      readonly project: (object: unknown) => T;
      readonly cache: ObjectCache<T>;
    }): Watch {
      return new Reflector({ ...input, client, tuning, log });
    }
    const workloads = watchedKinds.map(({ resource, kind, path, project }) => {
      const cache = view.workloadCache();
      const of = { resource, project, cache, path: (signal: AbortSignal) => path(client, signal) };
      return { kind, cache, watch: watch(of) };
    });
    this.#caches = new Map(workloads.map((each) => [each.kind, each]));
    this.#watches = [
      ...workloads.map((each) => each.watch),
      watch({
        resource: "pods",
        path: fixed("/api/v1/pods"),
        project: podRecord,
        cache: view.pods,
      }),
      watch({
        resource: "controllerrevisions.apps",
        path: fixed("/apis/apps/v1/controllerrevisions"),
        project: revisionRecord,
        cache: view.revisions,
      }),
      watch({
        resource: "events",
        path: fixed("/api/v1/events"),
        query: { fieldSelector: "type=Warning" },
        project: warningRecord,
        cache: view.warnings,
      }),
    ];
  }

  /** Resolves when every watch knows all there is, or that it cannot. */
  async settled(): Promise<void> {
    await Promise.all(this.#watches.map((watch) => watch.settled));
  }

  get health(): readonly ReflectorHealth[] {
    return this.#watches.map((watch) => watch.health);
  }

  /** The rights that the agent lacks, as a person would grant them. */
  get missingRights(): readonly string[] {
    const lacking = this.health.filter(({ missing }) => missing === "right");
    return lacking.map(({ resource }) => `list and watch ${resource}`);
  }

  /** Whether a complete watch of its kind shows that the object is not there. */
  isGone({ kind, namespace, name }: { kind: string; namespace: string; name: string }): boolean {
    const known = this.#caches.get(kind);
    if (known === undefined) return false;
    const { synced, missing } = known.watch.health;
    return synced && missing === null && !known.cache.has(namespace, name);
  }

  /** Lists everything anew. */
  relist(): void {
    for (const watch of this.#watches) watch.relist();
  }

  /** Runs until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    await Promise.all(this.#watches.map((watch) => watch.run(signal)));
  }
}

interface NamedObjects {
  has(namespace: string, name: string): boolean;
}

function fixed(path: string): () => Promise<string> {
  return () => Promise.resolve(path);
}
