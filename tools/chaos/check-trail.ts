import type { ObservedWorkload } from "#domain/rollout/observed.ts";

import type { Life } from "./history.ts";

/** One change of the server's table of workloads; `observed` is null where the row went. */
export interface TrailEntry {
  readonly uid: string;
  /** When it was written, in milliseconds since 1970; the commit is later. */
  readonly at: number;
  readonly observed: Pick<ObservedWorkload, "name" | "generation" | "containers" | "pods"> | null;
}

/** What the API server is known to have had. */
export interface Truth {
  readonly life: (uid: string) => Life | null;
  /** Null where others than the writer make pods. */
  readonly podImages: ((name: string) => readonly string[]) | null;
}

interface Seen {
  version: number;
  isGone: boolean;
  /** How far each pod's images were shown. */
  readonly pods: Map<string, number>;
  readonly lostPods: Set<string>;
}

/** Follows what the database said, commit by commit, and finds what the API server never had. */
export class TrailCheck {
  readonly #truth: Truth;
  readonly #seen = new Map<string, Seen>();

  constructor(truth: Truth) {
    this.#truth = truth;
  }

  /** A sentence for each thing in the entry that was not so; empty where all of it was. */
  take(entry: TrailEntry): readonly string[] {
    const { uid, observed } = entry;
    const life = this.#truth.life(uid);
    if (life === null) return [`${uid}: there never was such an object`];
    const seen = this.#seen.get(uid) ?? newSeen();
    this.#seen.set(uid, seen);
    const problems =
      observed === null ? goneProblems(entry, life, seen) : this.#putProblems(observed, life, seen);
    return problems.map((problem) => `${life.name} (${uid}): ${problem}`);
  }

  #putProblems(
    observed: NonNullable<TrailEntry["observed"]>,
    life: Life,
    seen: Seen,
  ): readonly string[] {
    if (seen.isGone) return ["came back after it was gone"];
    const image = observed.containers[0]?.image ?? "";
    const version = life.versions.findIndex(
      (each) => each.generation === observed.generation && each.image === image,
    );
    const state = `generation ${observed.generation} with ${image}`;
    if (version < 0) return [`never was ${state}`];
    if (version < seen.version) return [`went back to ${state}`];
    seen.version = version;
    return this.#podProblems(observed, seen);
  }

  #podProblems({ pods }: NonNullable<TrailEntry["observed"]>, seen: Seen): readonly string[] {
    const { podImages } = this.#truth;
    if (podImages === null) return [];
    const present = new Set(pods.map(({ name }) => name));
    for (const name of seen.pods.keys()) if (!present.has(name)) seen.lostPods.add(name);
    return pods.flatMap(({ name, containers }) => {
      const image = containers[0]?.image ?? "";
      const version = podImages(name).indexOf(image);
      if (version < 0) return [`never had a pod ${name} with ${image}`];
      if (seen.lostPods.has(name)) return [`its pod ${name} came back`];
      if (version < (seen.pods.get(name) ?? 0)) return [`its pod ${name} went back to ${image}`];
      seen.pods.set(name, version);
      return [];
    });
  }
}

function goneProblems({ at }: TrailEntry, { goneAfter }: Life, seen: Seen): readonly string[] {
  if (seen.isGone) return ["went twice"];
  seen.isGone = true;
  return goneAfter === null || at < goneAfter ? ["was taken for gone while it lived"] : [];
}

function newSeen(): Seen {
  return { version: 0, isGone: false, pods: new Map(), lostPods: new Set() };
}
