import { hash } from "node:crypto";

import type { ObservedWorkload } from "#domain/rollout/observed.ts";

import { fitFrame } from "./fit-frame.ts";

export interface Changes {
  readonly ups: readonly ObservedWorkload[];
  /** Uids that are gone. */
  readonly dels: readonly string[];
}

export interface FeedSource {
  uids(): readonly string[];
  observe(uid: string): ObservedWorkload | null;
}

/**
 * Collects which workloads may have changed and tells only what really did, however often it changed meanwhile. Of
 * what was told only a hash is kept.
 */
export class ChangeFeed {
  readonly #source: FeedSource;
  readonly #told = new Map<string, string>();
  readonly #dirty = new Set<string>();

  constructor(source: FeedSource) {
    this.#source = source;
  }

  /** Notes that the workload may look different. */
  mark(uid: string): void {
    this.#dirty.add(uid);
  }

  /** What changed since it was last told. */
  take(): Changes {
    const ups: ObservedWorkload[] = [];
    const dels: string[] = [];
    for (const uid of this.#dirty) {
      const observed = this.#observe(uid);
      if (observed === null) {
        if (this.#told.delete(uid)) dels.push(uid);
      } else if (this.#isNew(observed)) {
        ups.push(observed);
      }
    }
    this.#dirty.clear();
    return { ups, dels };
  }

  /**
   * Everything there is, one after the other, as it is by then; changes count from there on. Nothing may be taken until
   * all of it was told.
   */
  *snapshot(): Generator<ObservedWorkload, void> {
    this.#dirty.clear();
    this.#told.clear();
    for (const uid of this.#source.uids()) {
      const observed = this.#observe(uid);
      if (observed === null) continue;
      this.#isNew(observed);
      yield observed;
    }
  }

  #observe(uid: string): ObservedWorkload | null {
    const observed = this.#source.observe(uid);
    return observed === null ? null : fitFrame(observed);
  }

  #isNew(observed: ObservedWorkload): boolean {
    const digest = hash("sha1", JSON.stringify(observed), "base64");
    if (this.#told.get(observed.uid) === digest) return false;
    this.#told.set(observed.uid, digest);
    return true;
  }
}
