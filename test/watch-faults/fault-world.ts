import { expect, vi } from "vitest";
import { z } from "zod";

import { createKubeClient } from "#agent/kube/kube-client.ts";
import { ObjectCache } from "#agent/watch/object-cache.ts";
import { Reflector } from "#agent/watch/reflector.ts";
import { defaultWatchTuning } from "#agent/watch/watch-tuning.ts";
import type { WatchTuning } from "#agent/watch/watch-tuning.ts";

import { PlayedClock } from "./played-clock.ts";
import { ScriptedApi, stateOf } from "./scripted-api.ts";
import type { LoadMode } from "./scripted-api.ts";

const Thing = z.object({
  metadata: z.object({
    uid: z.string(),
    name: z.string(),
    namespace: z.string(),
    resourceVersion: z.string(),
  }),
  text: z.string(),
});

interface Known {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly state: string;
}

/** A reflector before a scripted server, and everything that it must never say. */
export class FaultWorld {
  readonly api: ScriptedApi;
  readonly clock = new PlayedClock();
  readonly logged: string[] = [];
  /** What was told that never was so. */
  readonly phantoms: string[] = [];
  readonly cache = new ObjectCache<Known>((before, after) => this.#check(before, after));
  token = "first";
  /** Whether the cluster serves the kind; what the agent knows of it may be older. */
  isServed = true;
  #wasServed = true;
  #reflector: Reflector<Known> | null = null;
  #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #newest = new Map<string, number>();
  #url = new URL("http://nowhere.test");

  constructor(mode: LoadMode) {
    this.api = new ScriptedApi(mode);
  }

  async open(): Promise<void> {
    this.#url = await this.api.listen();
    for (const name of ["a", "b", "c", "d", "e"]) this.api.create(name);
  }

  /** Starts the reflector, or starts it once more after a stop. */
  start(tuning: Partial<WatchTuning> = {}): void {
    const client = createKubeClient({
      server: this.#url,
      credentials: () => Promise.resolve({ authorization: `Bearer ${this.token}` }),
    });
    this.#stop = new AbortController();
    this.#reflector = new Reflector({
      resource: "things",
      namespace: null,
      locate: ({ inDoubt }) => {
        if (inDoubt) this.#wasServed = this.isServed;
        return Promise.resolve(this.#wasServed ? "/apis/test/v1/things" : null);
      },
      project,
      cache: this.cache,
      client,
      clock: this.clock,
      tuning: { ...defaultWatchTuning, shortWatchMs: 0, ...tuning },
      log: (_level, message, fields) => this.logged.push(`${message} ${String(fields?.["error"])}`),
    });
    this.#running = this.#reflector.run(this.#stop.signal).finally(() => client.close());
  }

  get reflector(): Reflector<Known> {
    if (this.#reflector === null) throw new Error("The reflector was not started.");
    return this.#reflector;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async close(): Promise<void> {
    await this.stop();
    this.api.close();
  }

  /** Waits until all faults were met, a watch is open and the cache is as the server is. */
  synced(): Promise<void> {
    return this.eventually(() => {
      expect(this.api.pendingFaults).toBe(0);
      expect(this.api.streams.size).toBe(1);
      expect(this.#known()).toEqual([...this.api.objects.values()].map(stateOf).sort());
    });
  }

  eventually(check: () => void): Promise<void> {
    return vi.waitFor(check, { timeout: 4_000, interval: 2 });
  }

  /** The agent learns what the cluster serves by now. */
  discover(): void {
    this.#wasServed = this.isServed;
    this.reflector.lookAgain();
  }

  /** The versions begin anew: that states get older versions is no mistake. */
  forgive(): void {
    this.#newest.clear();
  }

  #known(): readonly string[] {
    return [...this.cache.values()].map(({ state }) => state).sort();
  }

  #check(before: Known | null, after: Known | null): void {
    if (after === null) {
      const gone = before?.uid ?? "";
      if (this.api.objects.has(gone)) this.phantoms.push(`${gone} is said to be gone`);
      return;
    }
    if (!this.api.states.has(after.state)) this.phantoms.push(`${after.state} never was`);
    const version = Number(after.state.split("@")[1]?.split(" ")[0]);
    if (version < (this.#newest.get(after.uid) ?? 0)) this.phantoms.push(`${after.uid} went back`);
    this.#newest.set(after.uid, version);
  }
}

function project(object: unknown): Known {
  const thing = Thing.parse(object);
  const { uid, namespace, name } = thing.metadata;
  return { uid, namespace, name, state: stateOf(thing) };
}
