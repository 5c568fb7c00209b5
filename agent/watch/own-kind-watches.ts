import type { OwnKind } from "#contracts/agent-own-kinds.ts";

import type { Discovery } from "./discovery.ts";
import type { WatchedCollection } from "./watched-collection.ts";

/** A watch that can be begun and ended. */
interface OwnWatch {
  /** Resolves when it knows all there is, or that it cannot. */
  readonly settled: Promise<unknown>;
  run(signal: AbortSignal): Promise<unknown>;
  /** Drops all that it told. */
  forget(): void;
}

interface Running<W extends OwnWatch> {
  readonly watch: W;
  readonly end: () => Promise<void>;
}

/**
 * The watches of the kinds that an organization calls workloads. They begin when a kind is named and the cluster
 * serves it, and end, with all that they told, when it is named no more.
 */
export class OwnKindWatches<W extends OwnWatch> {
  readonly #discovery: Discovery;
  readonly #watch: (kind: OwnKind, collection: WatchedCollection) => W;
  readonly #running = new Map<string, Running<W>>();
  #named: readonly OwnKind[] = [];
  #signal: AbortSignal | null = null;
  #reviewing: Promise<void> = Promise.resolve();

  constructor(options: {
    readonly discovery: Discovery;
    /** Makes the watch of a kind; it is run here. */
    readonly watch: (kind: OwnKind, collection: WatchedCollection) => W;
  }) {
    this.#discovery = options.discovery;
    this.#watch = options.watch;
  }

  /** The watches there are now. */
  get kinds(): readonly W[] {
    return [...this.#running.values()].map(({ watch }) => watch);
  }

  /** Takes these kinds in place of those before. Resolves when each is watched, or it is clear that it cannot be. */
  async name(kinds: readonly OwnKind[]): Promise<void> {
    if (JSON.stringify(kinds) !== JSON.stringify(this.#named)) {
      this.#named = kinds;
      await this.#discovery.seek(kinds);
      await this.review();
    }
    await Promise.all(this.kinds.map(({ settled }) => settled));
  }

  /** Begins and ends watches by what is named and served now. */
  review(): Promise<void> {
    this.#reviewing = this.#reviewing.then(() => this.#review());
    return this.#reviewing;
  }

  /** Lets watches run until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    this.#signal = signal;
    await this.review();
    await new Promise<void>((resolve) => {
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
    await Promise.all([...this.#running.values()].map(({ end }) => end()));
  }

  async #review(): Promise<void> {
    const wanted = new Map(this.#named.map((kind) => [JSON.stringify(kind), kind]));
    for (const [key, { watch, end }] of this.#running) {
      if (wanted.has(key)) continue;
      this.#running.delete(key);
      await end();
      watch.forget();
    }
    for (const [key, kind] of wanted) {
      const collection = this.#discovery.found(kind);
      if (collection !== null && !this.#running.has(key)) this.#begin(key, kind, collection);
    }
  }

  #begin(key: string, kind: OwnKind, collection: WatchedCollection): void {
    if (this.#signal === null || this.#signal.aborted) return;
    const stop = new AbortController();
    const watch = this.#watch(kind, collection);
    const running = watch.run(AbortSignal.any([this.#signal, stop.signal]));
    const end = async (): Promise<void> => {
      stop.abort();
      await running;
    };
    this.#running.set(key, { watch, end });
  }
}
