import { setTimeout as sleep } from "node:timers/promises";

import { pick, seededRandom } from "#test/builders/random.ts";

import { ActionLog } from "./action-log.ts";
import { ChangeApi } from "./change-api.ts";
import type { ChaosWorld } from "./chaos-world.ts";
import { TrailCheck } from "./check-trail.ts";
import { Churn } from "./churn.ts";
import { faultsAbove, faultsBelow } from "./faults.ts";
import type { Fault } from "./faults.ts";
import { History } from "./history.ts";
import { namespace } from "./manifests.ts";
import { differences } from "./projected-state.ts";

const writers = 8;
const objectsEach = 25;
const changesKept = 20;
const faultsKept = 20;
/** A healing that takes longer is explained at once. */
const slowHealMs = 4_000;
const longestConvergenceMs = 90_000;
/** Between two changes of one writer: together they make some hundred changes a second. */
const longestPauseMs = 35;
const lookEveryMs = 25;

export interface StreamOptions {
  readonly world: ChaosWorld;
  readonly changes: number;
  /** How many changes are made before everything is healed and compared. */
  readonly roundChanges: number;
  readonly seed: number;
  /** Told how it goes on. */
  readonly report: (line: string) => void;
  readonly signal: AbortSignal;
}

export interface StreamOutcome {
  readonly changes: number;
  /** Rows that were written, changed or removed. */
  readonly commits: number;
  readonly faults: ReadonlyMap<string, number>;
  /** Sentences about objects that were not right in the end of a round. */
  readonly lost: readonly string[];
  /** Sentences about what the database said and never was so. */
  readonly phantoms: readonly string[];
  /** From the end of the last fault of a round to equality, in milliseconds. */
  readonly healMs: readonly number[];
  /** What was done last, changes and faults. */
  readonly actions: readonly string[];
}

/**
 * Changes objects at random while things go wrong at random, in rounds; at the end of each everything is healed, and
 * the database has to become what the API server has. Stops after the first round with a finding.
 */
export async function chaosStream(options: StreamOptions): Promise<StreamOutcome> {
  const run = new StreamRun(options);
  await run.prepare();
  while (run.isGoingOn) await run.round();
  return run.outcome;
}

class StreamRun {
  readonly #options: StreamOptions;
  readonly #history = new History();
  readonly #check: TrailCheck;
  readonly #churns: readonly Churn[];
  readonly #above: () => number;
  readonly #below: () => number;
  readonly #startedAt = performance.now();
  readonly #faults = new Map<string, number>();
  readonly #lost: string[] = [];
  readonly #phantoms: string[] = [];
  readonly #healMs: number[] = [];
  readonly #changeLog = new ActionLog(changesKept);
  readonly #faultLog = new ActionLog(faultsKept);
  #changes = 0;
  #commits = 0;

  constructor(options: StreamOptions) {
    const { world, seed, signal } = options;
    const { hasControllers } = world.server;
    this.#options = options;
    this.#above = seededRandom(seed);
    this.#below = seededRandom(seed + 1);
    this.#check = new TrailCheck({
      life: (uid) => this.#history.life(uid),
      podImages: hasControllers ? null : (name) => this.#history.podImages(name),
    });
    const api = new ChangeApi(world.client, signal);
    this.#churns = Array.from(
      { length: writers },
      (_, at) =>
        new Churn({
          api,
          history: this.#history,
          next: seededRandom(seed * 1000 + at + 1),
          prefix: `w${at}`,
          objects: objectsEach,
          makesParts: !hasControllers,
          note: (action) => this.#changeLog.add(action),
        }),
    );
  }

  get isGoingOn(): boolean {
    const hasFinding = this.#lost.length + this.#phantoms.length > 0;
    return this.#changes < this.#options.changes && !hasFinding && !this.#options.signal.aborted;
  }

  get outcome(): StreamOutcome {
    return {
      changes: this.#changes,
      commits: this.#commits,
      faults: this.#faults,
      lost: this.#lost,
      phantoms: this.#phantoms,
      healMs: this.#healMs,
      actions: [...this.#changeLog.lines, ...this.#faultLog.lines],
    };
  }

  async prepare(): Promise<void> {
    const { world, signal } = this.#options;
    const place = { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } };
    await new ChangeApi(world.client, signal).apply(`/api/v1/namespaces/${namespace}`, place);
  }

  async round(): Promise<void> {
    const { world, changes, roundChanges, signal } = this.#options;
    const until = Math.min(changes, this.#changes + roundChanges);
    const over = new AbortController();
    const failing = Promise.all([
      this.#goWrong(faultsAbove, this.#above, over.signal),
      this.#goWrong(faultsBelow, this.#below, over.signal),
    ]);
    try {
      await Promise.all(this.#churns.map((churn) => this.#write(churn, until)));
    } finally {
      over.abort();
      await failing;
    }
    signal.throwIfAborted();
    world.toGateway.heal(0);
    world.toServer.heal(0);
    await this.#converge();
    await this.#follow();
    this.#report();
  }

  async #write(churn: Churn, until: number): Promise<void> {
    while (this.#changes < until && !this.#options.signal.aborted) {
      this.#changes += 1;
      await churn.change();
      await sleep(Math.random() * longestPauseMs);
    }
  }

  async #goWrong(faults: readonly Fault[], next: () => number, over: AbortSignal): Promise<void> {
    while (!over.aborted) {
      const { name, happen } = pick(next, faults);
      this.#faultLog.add(`${name}: begins`);
      this.#faults.set(name, (this.#faults.get(name) ?? 0) + 1);
      await happen(this.#options.world, next);
      this.#faultLog.add(`${name}: is over`);
      await sleep(next() * 300);
    }
  }

  async #converge(): Promise<void> {
    const { world } = this.#options;
    const healedAt = performance.now();
    let late: readonly string[] = [];
    for (;;) {
      const found = differences(await world.expected(), await world.trail.rows());
      const tookMs = performance.now() - healedAt;
      if (found.length === 0) {
        this.#healMs.push(tookMs);
        if (tookMs > slowHealMs) this.#explain(tookMs, late);
        return;
      }
      if (tookMs < slowHealMs) late = found;
      if (tookMs > longestConvergenceMs) {
        this.#lost.push(...found);
        return;
      }
      await sleep(lookEveryMs);
    }
  }

  async #follow(): Promise<void> {
    for (const entry of await this.#options.world.trail.take()) {
      this.#commits += 1;
      this.#phantoms.push(...this.#check.take(entry));
    }
  }

  #explain(tookMs: number, late: readonly string[]): void {
    const { world, report } = this.#options;
    report(`slow: ${Math.round(tookMs)} ms until ${new Date().toISOString()}, after`);
    for (const action of this.#faultLog.lines) report(`  ${action}`);
    for (const { name, lines } of [world.agent, ...world.gateways]) {
      report(`${name}:\n  ${lines.slice(-15).join("\n  ")}`);
    }
    report(`${late.length} rows were late:\n  ${late.slice(0, 5).join("\n  ")}`);
  }

  #report(): void {
    const { changes, report } = this.#options;
    const seconds = Math.round((performance.now() - this.#startedAt) / 1000);
    const faultCount = [...this.#faults.values()].reduce((sum, count) => sum + count, 0);
    const slowest = Math.round(Math.max(0, ...this.#healMs));
    const last = Math.round(this.#healMs.at(-1) ?? 0);
    report(
      `${seconds} s: ${this.#changes} of ${changes} changes, ${faultCount} faults, ` +
        `${this.#lost.length} lost, ${this.#phantoms.length} phantom, healed in ${last} ms (slowest ${slowest})`,
    );
  }
}
