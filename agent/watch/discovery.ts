import { z } from "zod";

import type { KubeClient } from "#agent/kube/kube-client.ts";
import { isStatus } from "#agent/kube/kube-failure.ts";
import { errorText } from "#contracts/log.ts";
import type { Log } from "#contracts/log.ts";

import type { WatchClock } from "./watch-clock.ts";
import { apiPath, resourceName } from "./watched-collection.ts";
import type { WatchedCollection } from "./watched-collection.ts";

/** The whole API in one answer, from Kubernetes 1.27 on; older servers give the list of groups instead. */
const accept =
  "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList," +
  "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

const ServedResource = z.object({
  resource: z.string(),
  responseKind: z.object({ kind: z.string().nullish() }).nullish(),
});

const Answer = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("APIGroupDiscoveryList"),
    items: z.array(
      z.object({
        metadata: z.object({ name: z.string().default("") }),
        versions: z.array(
          z.object({
            version: z.string(),
            resources: z.array(ServedResource).nullish(),
          }),
        ),
      }),
    ),
  }),
  z.object({
    kind: z.literal("APIGroupList"),
    groups: z.array(
      z.object({
        name: z.string(),
        preferredVersion: z.object({ version: z.string() }).optional(),
        versions: z.array(z.object({ version: z.string() })),
      }),
    ),
  }),
]);
type Answer = z.infer<typeof Answer>;

const ResourceList = z.object({
  resources: z.array(z.object({ name: z.string(), kind: z.string().nullish() })),
});

/** A kind of which nobody said how its resource is called. */
interface SoughtKind {
  readonly group: string;
  readonly kind: string;
}

/** What tells whether a resource of a group is the one that is looked for. */
interface Search {
  readonly group: string;
  readonly fits: (resource: string, kind: string | null) => boolean;
}

interface Serving {
  readonly version: string;
  readonly resource: string;
}

/**
 * Which custom kinds the cluster serves, and in which version. Asks again only while one of them is not served, with a
 * tag that has the server answer in a few bytes as long as nothing changed.
 */
export class Discovery {
  readonly #client: KubeClient;
  readonly #wanted: readonly WatchedCollection[];
  readonly #everyMs: number;
  readonly #clock: WatchClock;
  readonly #changed: () => void;
  readonly #log: Log;
  readonly #stop = new AbortController();
  #sought: readonly SoughtKind[] = [];
  #found: ReadonlyMap<string, WatchedCollection> = new Map();
  #apis: ReadonlyMap<string, string> | null = null;
  #etag: string | null = null;
  #reading: Promise<ReadonlyMap<string, string>> | null = null;

  constructor(options: {
    readonly client: KubeClient;
    readonly wanted: readonly WatchedCollection[];
    readonly everyMs: number;
    readonly clock: WatchClock;
    readonly log: Log;
    /** Told when a kind appeared, vanished or moved to another version. */
    readonly changed: () => void;
  }) {
    this.#client = options.client;
    this.#wanted = options.wanted.filter(({ version }) => version === null);
    this.#everyMs = options.everyMs;
    this.#clock = options.clock;
    this.#changed = options.changed;
    this.#log = options.log;
  }

  /**
   * Path of the API that serves the kind, null where none does; asks the cluster where the last answer is in doubt.
   * Throws where the cluster gives no answer.
   */
  async locate(
    collection: WatchedCollection,
    { inDoubt }: { readonly inDoubt: boolean },
  ): Promise<string | null> {
    const { group, version } = collection;
    if (version !== null) return apiPath(group, version);
    const known = inDoubt ? null : this.#apis;
    return (known ?? (await this.#refresh())).get(resourceName(collection)) ?? null;
  }

  /** Looks for these kinds too, in place of those before, and asks the cluster for them now. */
  async seek(kinds: readonly SoughtKind[]): Promise<void> {
    this.#sought = kinds;
    await this.#reading?.catch(() => undefined);
    this.#etag = null;
    await this.#refresh();
  }

  /** The collection of a kind that is sought; null while the cluster does not serve it. */
  found(kind: SoughtKind): WatchedCollection | null {
    return this.#found.get(kindName(kind)) ?? null;
  }

  /** Looks for kinds that appear until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    signal.addEventListener("abort", () => this.#stop.abort(), { once: true });
    while (!signal.aborted && this.#wanted.length > 0) {
      await this.#clock.pause(this.#everyMs * (0.75 + this.#clock.random() / 2), signal);
      if (signal.aborted || this.#knowsAll()) continue;
      await this.#refresh().catch((error: unknown) => {
        if (signal.aborted) return;
        this.#log("warning", "discovery failed", { error: errorText(error) });
      });
    }
  }

  #knowsAll(): boolean {
    return this.#apis?.size === this.#wanted.length + this.#sought.length;
  }

  #refresh(): Promise<ReadonlyMap<string, string>> {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  async #read(): Promise<ReadonlyMap<string, string>> {
    const { signal } = this.#stop;
    const request = { path: "/apis", accept, etag: this.#apis && this.#etag, signal };
    const answer = await this.#client.sendUnlessSame(request);
    if (answer === null && this.#apis !== null) return this.#apis;
    const apis = await this.#find(Answer.parse(answer?.value));
    const before = this.#apis;
    this.#apis = apis;
    this.#etag = answer?.etag ?? null;
    if (before !== null && !isSame(before, apis)) this.#changed();
    return apis;
  }

  async #find(answer: Answer): Promise<ReadonlyMap<string, string>> {
    const apis = new Map<string, string>();
    for (const wanted of this.#wanted) {
      const fits: Search["fits"] = (resource) => resource === wanted.plural;
      const serving = await this.#serving(answer, { group: wanted.group, fits });
      if (serving) apis.set(resourceName(wanted), apiPath(wanted.group, serving.version));
    }
    const found = new Map<string, WatchedCollection>();
    for (const sought of this.#sought) {
      const { group } = sought;
      const fits: Search["fits"] = (resource, kind) =>
        kind === sought.kind && !resource.includes("/");
      const serving = await this.#serving(answer, { group, fits });
      if (serving === null) continue;
      const collection = { group, version: null, plural: serving.resource };
      found.set(kindName(sought), collection);
      apis.set(resourceName(collection), apiPath(group, serving.version));
    }
    this.#found = found;
    return apis;
  }

  /** The version that serves what is looked for, the preferred one before others. */
  async #serving(answer: Answer, search: Search): Promise<Serving | null> {
    if (answer.kind === "APIGroupDiscoveryList") {
      const group = answer.items.find(({ metadata }) => metadata.name === search.group);
      for (const { version, resources } of group?.versions ?? []) {
        const fitting = resources?.find(({ resource, responseKind }) =>
          search.fits(resource, responseKind?.kind ?? null),
        );
        if (fitting !== undefined) return { version, resource: fitting.resource };
      }
      return null;
    }
    const group = answer.groups.find(({ name }) => name === search.group);
    const all = [group?.preferredVersion, ...(group?.versions ?? [])].flatMap(
      (each) => each?.version ?? [],
    );
    for (const version of new Set(all)) {
      const resource = await this.#resourceIn(version, search);
      if (resource !== null) return { version, resource };
    }
    return null;
  }

  async #resourceIn(version: string, { group, fits }: Search): Promise<string | null> {
    try {
      const path = apiPath(group, version);
      const answer = await this.#client.send({ path, signal: this.#stop.signal });
      const { resources } = ResourceList.parse(answer);
      return resources.find(({ name, kind }) => fits(name, kind ?? null))?.name ?? null;
    } catch (error) {
      if (isStatus(error, 404)) return null;
      throw error;
    }
  }
}

function kindName({ group, kind }: SoughtKind): string {
  return `${kind}.${group}`;
}

function isSame(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  return a.size === b.size && [...a].every(([name, path]) => b.get(name) === path);
}
