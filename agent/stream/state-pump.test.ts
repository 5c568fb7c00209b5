import { describe, expect, it } from "vitest";

import { ChangeFeed } from "#agent/state/change-feed.ts";
import type { AgentFrame, Cursor } from "#contracts/agent-protocol.ts";
import type { ObservedWorkload } from "#domain/rollout/observed.ts";
import { workload } from "#test/observed-workload.ts";
import { StateStream } from "#workers/gateway/state-stream.ts";
import type { StateFrame } from "#workers/gateway/state-stream.ts";

import { DeltaLog } from "./delta-log.ts";
import { StatePump } from "./state-pump.ts";

/** Mulberry32: the same numbers for the same seed. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (((mixed ^ (mixed >>> 14)) >>> 0) % 1_000_003) % below;
  };
}

/** The gateway's side without its wires: stores objects and cursor together, as its database does. */
class Storage {
  readonly objects = new Map<string, ObservedWorkload>();
  cursor: Cursor | null = null;

  connect(): (frame: AgentFrame) => Cursor | null {
    const stream = new StateStream(this.cursor);
    return (frame) => {
      if (!isState(frame)) throw new Error(`${frame.type} is not of the state stream`);
      const state = stream.take([frame]);
      if (state === null) return stream.cursor;
      if (state.kind === "snapshot") this.objects.clear();
      for (const uid of state.deletes) this.objects.delete(uid);
      for (const each of state.upserts) this.objects.set(each.uid, each);
      this.cursor = state.cursor;
      return this.cursor;
    };
  }
}

function isState(frame: AgentFrame): frame is StateFrame {
  return frame.type === "delta" || frame.type.startsWith("snap");
}

class World {
  readonly cluster = new Map<string, ObservedWorkload>();
  readonly storage = new Storage();
  readonly feed = new ChangeFeed({
    uids: () => [...this.cluster.keys()],
    observe: (uid) => this.cluster.get(uid) ?? null,
  });
  readonly log: DeltaLog;
  readonly pump: StatePump;

  constructor(logBytes: number) {
    this.log = new DeltaLog(logBytes);
    this.pump = new StatePump({ feed: this.feed, log: this.log });
    this.pump.open();
  }

  change(random: (below: number) => number): void {
    const name = `w${random(6)}`;
    const uid = `${name}-${random(2)}`;
    for (const known of this.cluster.keys()) {
      if (known.startsWith(name) && (known !== uid || random(3) === 0)) this.remove(known);
    }
    if (random(3) > 0) {
      this.cluster.set(uid, workload({ uid, name, generation: random(1_000), pods: [] }));
    }
    this.feed.mark(uid);
    if (random(2) === 0) this.pump.flush();
  }

  remove(uid: string): void {
    this.cluster.delete(uid);
    this.feed.mark(uid);
  }

  /** One connection that breaks after so many frames; acknowledgements may get lost with it. */
  async connect(options: {
    readonly frames: number;
    readonly loseAcks: boolean;
    readonly between: () => void;
  }): Promise<void> {
    const closed = new AbortController();
    const take = this.storage.connect();
    let left = options.frames;
    const sendText = async (text: string): Promise<void> => {
      await Promise.resolve();
      if (left <= 0) closed.abort();
      if (closed.signal.aborted) return;
      left -= 1;
      const cursor = take(JSON.parse(text));
      if (cursor !== null && !options.loseAcks) this.log.acknowledge(cursor);
      options.between();
    };
    const socket = {
      signal: closed.signal,
      sendText,
      send: (frame: AgentFrame) => sendText(JSON.stringify(frame)),
    };
    const running = this.pump.run(socket, this.storage.cursor);
    for (let turn = 0; turn < 200; turn += 1) await Promise.resolve();
    closed.abort();
    await running;
  }
}

describe("state that is pumped over connections that break anywhere", () => {
  it.each(Array.from({ length: 60 }, (_, seed) => [seed]))("arrives (seed %i)", async (seed) => {
    const random = randomFrom(seed);
    const world = new World(seed % 3 === 0 ? 2_000 : 1_000_000);
    for (let connection = 0; connection < 12; connection += 1) {
      for (let n = random(5); n > 0; n -= 1) world.change(random);
      await world.connect({
        frames: random(7),
        loseAcks: random(3) === 0,
        between: () => random(3) === 0 && world.change(random),
      });
    }
    world.pump.flush();
    await world.connect({ frames: 1_000, loseAcks: false, between: () => {} });
    expect(Object.fromEntries(world.storage.objects)).toEqual(Object.fromEntries(world.cluster));
  });
});
