import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { eventsChannel } from "#ports/bus.ts";
import { later, openTestStore } from "#test/builders/test-store.ts";
import type { TestStore } from "#test/builders/test-store.ts";

let world: TestStore;
let orgId: string;

beforeAll(async () => {
  world = await openTestStore();
});
afterAll(() => world.close());
beforeEach(async () => {
  const { id } = await world.addOrganization(`org-${Math.trunc(performance.now() * 1000)}`);
  orgId = id;
});

function emit(...keys: string[]): Promise<void> {
  return world.store.record(orgId, async (tx) => {
    for (const key of keys) await tx.emit({ kind: "row-gone", key });
  });
}

function eventsAfter(seq: number, limit = 100) {
  return world.store.read(orgId, (tx) => tx.streamEvents(seq, limit));
}

describe("stream events", () => {
  it("are numbered from one, in the order of emission", async () => {
    await emit("a", "b");
    await emit("c");
    const { events, oldest, last } = await eventsAfter(0);
    expect(events.map(({ seq, event }) => [seq, event])).toEqual([
      [1, { kind: "row-gone", key: "a" }],
      [2, { kind: "row-gone", key: "b" }],
      [3, { kind: "row-gone", key: "c" }],
    ]);
    expect([oldest, last]).toEqual([1, 3]);
  });

  it("are read on from any number, at most so many", async () => {
    await emit("a", "b", "c", "d");
    const { events } = await eventsAfter(1, 2);
    expect(events.map(({ seq }) => seq)).toEqual([2, 3]);
  });

  it("have no gaps, and none appears behind one that was seen", async () => {
    const seen: number[] = [];
    let done = false;
    async function follow(): Promise<void> {
      for (;;) {
        const stop = done;
        const { events } = await eventsAfter(seen.at(-1) ?? 0);
        seen.push(...events.map(({ seq }) => seq));
        if (stop) return;
      }
    }
    const following = follow();
    await Promise.all(
      Array.from({ length: 40 }, (_, n) => emit(...Array.from({ length: (n % 3) + 1 }, String))),
    );
    done = true;
    await following;
    expect(seen).toEqual(Array.from({ length: seen.length }, (_, index) => index + 1));
    expect((await eventsAfter(0)).last).toBe(seen.length);
  });

  it("leave no number unused when their transaction fails", async () => {
    const failing = world.store.record(orgId, async (tx) => {
      await tx.emit({ kind: "matrix" });
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    await emit("a");
    expect((await eventsAfter(0)).events.map(({ seq }) => seq)).toEqual([1]);
  });

  it("ring after the commit, once per transaction, and only when there are any", async () => {
    world.bus.forget();
    await emit("a", "b");
    await emit();
    expect(world.bus.rings).toEqual([eventsChannel(orgId)]);
  });

  it("say the oldest number that is kept", async () => {
    await emit("a");
    await world.store.system.prune(later(1));
    expect(await eventsAfter(0)).toEqual({ events: [], oldest: 2, last: 1 });
  });
});
