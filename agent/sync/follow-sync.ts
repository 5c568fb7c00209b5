import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";

import type { Outcome } from "#agent/stream/command-queue.ts";
import type { SyncObject, SyncSummary } from "#contracts/agent-sync.ts";
import { renderPath } from "#domain/kustomize/render.ts";
import type { KubeObject } from "#domain/kustomize/render.ts";

import type { AppliedObject } from "./apply-objects.ts";
import { combineSummaries, summaryAfter, withHealth } from "./combine-summaries.ts";
import type { Inventory } from "./inventory.ts";
import { LiveObjects } from "./live-objects.ts";
import { healObjects } from "./run-sync.ts";
import type { SyncResult } from "./run-sync.ts";
import { settleHealth } from "./settle-health.ts";
import { syncMessage } from "./sync-message.ts";
import type { SyncInput } from "./sync-run.ts";
import type { SyncTuning } from "./sync-tuning.ts";

interface FollowOptions {
  /** Of the sync that is followed. */
  readonly input: SyncInput;
  readonly result: SyncResult;
  readonly tuning: SyncTuning;
  readonly keep: (inventory: Inventory) => Promise<void>;
}

/** Stays with a sync after its answer: heals what it did not look at, and waits for health, until it is stopped. */
export class SyncFollower {
  readonly #options: FollowOptions;
  readonly #stopped = new AbortController();
  readonly #signal: AbortSignal;
  #inventory: Inventory;
  #ended: Promise<void> = Promise.resolve();

  constructor(options: FollowOptions) {
    this.#options = options;
    this.#inventory = options.result.inventory;
    this.#signal = AbortSignal.any([options.input.signal, this.#stopped.signal]);
  }

  /** Ends when it is stopped; tells whenever there is something else to be told. */
  follow(tell: (outcome: Outcome) => void): Promise<void> {
    const following = this.#follow(tell);
    this.#ended = following.catch(() => undefined);
    return following;
  }

  /** Resolves when nothing of it goes on any more. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#ended;
  }

  async #follow(tell: (outcome: Outcome) => void): Promise<void> {
    const { result, tuning } = this.#options;
    await sleep(tuning.healAfterMs, undefined, { signal: this.#signal });
    const healing = await this.#heal(result.trusted);
    const first = combineSummaries(result.summary, healing.summary);
    const ok = result.ok && healing.ok;
    if (!isDeepStrictEqual(first, result.summary)) tell(outcomeOf(first, ok));
    const health = await this.#health([...result.applied, ...healing.applied]);
    if (health.length > 0) tell(outcomeOf(withHealth(first, health), ok));
    let told = first.objects;
    for (;;) {
      await sleep(tuning.healEveryMs, undefined, { signal: this.#signal });
      told = await this.#healAgain(tell, told);
    }
  }

  /** Tells only where something was put right, or something else is wrong than before. */
  async #healAgain(
    tell: (outcome: Outcome) => void,
    told: SyncSummary["objects"],
  ): Promise<SyncSummary["objects"]> {
    const { input, result } = this.#options;
    const { objects } = renderPath({ files: input.files, root: input.root });
    const healing = await this.#heal(objects);
    const health = await this.#health(healing.applied);
    const summary = withHealth(summaryAfter(result, healing.summary), health);
    const isNews = healing.summary.applied > 0 || !isDeepStrictEqual(summary.objects, told);
    if (isNews) tell(outcomeOf(summary, healing.ok));
    return summary.objects;
  }

  async #heal(objects: readonly KubeObject[]): Promise<SyncResult> {
    const { input, keep, tuning } = this.#options;
    const inventory = this.#inventory;
    const consents: SyncInput["consents"] = new Set();
    const signal = this.#signal;
    const healing = await healObjects(
      { ...input, inventory, consents, signal, lanes: tuning.healLanes },
      objects,
    );
    if (!isDeepStrictEqual(healing.inventory, inventory)) await keep(healing.inventory);
    this.#inventory = healing.inventory;
    return healing;
  }

  #health(applied: readonly AppliedObject[]): Promise<readonly SyncObject[]> {
    const { input, tuning } = this.#options;
    const objects = new LiveObjects(input.client, this.#signal);
    return settleHealth({ applied, objects, patience: tuning.health, signal: this.#signal });
  }
}

function outcomeOf(summary: SyncSummary, ok: boolean): Outcome {
  return { ok, message: syncMessage(summary), sync: summary };
}
