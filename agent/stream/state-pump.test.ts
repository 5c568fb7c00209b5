import { createHash } from "node:crypto";

import { describe, expect, it } from "vitest";

import { ChangeFeed } from "#agent/state/change-feed.ts";
import type { AgentFrame, Cursor } from "#contracts/agent-protocol.ts";
import { markBytes, markText } from "#contracts/workload-mark.ts";
import type { ObservedWorkload } from "#domain/rollout/observed.ts";
import { workload } from "#test/observed-workload.ts";
import { StateStream } from "#workers/gateway/state-stream.ts";
import type { StateFrame } from "#workers/gateway/state-stream.ts";

import { DeltaLog } from "./delta-log.ts";
import { KnownState } from "./known-state.ts";
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

  connect(): { readonly stream: StateStream; readonly take: (frame: AgentFrame) => Cursor | null } {
    const stream = new StateStream(this.cursor);
    const take = (frame: AgentFrame): Cursor | null => {
      if (!isState(frame)) throw new Error(`${frame.type} is not of the state stream`);
      const state = stream.take([frame]);
      if (state === null) return stream.cursor;
      const kept = new Set(state.kept);
      if (state.kind === "snapshot") this.#remove((uid) => !kept.has(uid));
      for (const uid of state.deletes) this.objects.delete(uid);
      for (const each of state.upserts) this.objects.set(each.uid, each);
      this.cursor = state.cursor;
      return this.cursor;
    };
    return { stream, take };
  }

  /** What the gateway says of what is stored; its database keeps names in another order. */
  async recall(stream: StateStream): Promise<KnownState> {
    const uids = [...this.objects.keys()].toReversed();
    stream.recall(uids);
    const marks = uids.map((uid) => markOf(this.objects.get(uid)));
    await Promise.resolve();
    return new KnownState(Buffer.concat(marks));
  }

  #remove(isGone: (uid: string) => boolean): void {
    for (const uid of this.objects.keys()) if (isGone(uid)) this.objects.delete(uid);
  }
}

function markOf(workload: ObservedWorkload | undefined): Buffer {
  const text = workload === undefined ? "" : markText(workload);
  return createHash("sha256").update(text).digest().subarray(0, markBytes);
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
    readonly recalls: boolean;
    readonly between: () => void;
  }): Promise<void> {
    const closed = new AbortController();
    const { stream, take } = this.storage.connect();
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
    const recall = options.recalls ? () => this.storage.recall(stream) : null;
    const running = this.pump.run(socket, { cursor: this.storage.cursor, recall });
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
        recalls: random(2) === 0,
        between: () => random(3) === 0 && world.change(random),
      });
    }
    world.pump.flush();
    await world.connect({ frames: 1_000, loseAcks: false, recalls: false, between: () => {} });
    expect(Object.fromEntries(world.storage.objects)).toEqual(Object.fromEntries(world.cluster));
  });
});

describe("a snapshot to a gateway that tells what it has", () => {
  async function snapshot(recalls: boolean): Promise<readonly AgentFrame[]> {
    const world = new World(1_000_000);
    for (const name of ["a", "b", "c"]) {
      world.cluster.set(name, workload({ uid: name, name }));
      world.storage.objects.set(name, workload({ uid: name, name }));
    }
    world.storage.objects.set("gone", workload({ uid: "gone" }));
    world.cluster.set("b", workload({ uid: "b", name: "b", generation: 99 }));
    const sent: AgentFrame[] = [];
    const { stream, take } = world.storage.connect();
    const closed = new AbortController();
    const send = (frame: AgentFrame): Promise<void> => {
      sent.push(frame);
      take(frame);
      if (frame.type === "snapEnd") closed.abort();
      return Promise.resolve();
    };
    const socket = { signal: closed.signal, send, sendText: () => Promise.resolve() };
    const recall = recalls ? () => world.storage.recall(stream) : null;
    await world.pump.run(socket, { cursor: null, recall });
    expect(Object.fromEntries(world.storage.objects)).toEqual(Object.fromEntries(world.cluster));
    return sent;
  }

  it("has only what is new to it", async () => {
    const [, chunk, end, ...rest] = await snapshot(true);
    expect(chunk).toMatchObject({ type: "snapChunk", items: [{ uid: "b", generation: 99 }] });
    expect(end).toMatchObject({ type: "snapEnd", count: 3, same: expect.any(String) });
    expect(rest).toEqual([]);
  });

  it("has everything where it cannot tell", async () => {
    const [, chunk, end] = await snapshot(false);
    expect(chunk).toMatchObject({ items: [{ uid: "a" }, { uid: "b" }, { uid: "c" }] });
    expect(end).not.toHaveProperty("same");
  });

  it("is not begun where the connection ends before the answer", async () => {
    const world = new World(1_000_000);
    const closed = new AbortController();
    const never = (): Promise<void> => Promise.reject(new Error("nothing is to be sent"));
    const socket = { signal: closed.signal, send: never, sendText: never };
    const recall = () => {
      closed.abort();
      return Promise.resolve(null);
    };
    await world.pump.run(socket, { cursor: null, recall });
  });
});
