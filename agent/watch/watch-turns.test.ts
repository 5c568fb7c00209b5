import { setImmediate as turn } from "node:timers/promises";

import { describe, expect, it } from "vitest";

import { WatchTurns } from "./watch-turns.ts";

const never = new AbortController().signal;

describe("WatchTurns", () => {
  it("lets as many be open as there are slots, and the others in their order", async () => {
    const turns = new WatchTurns({ slots: () => 2, takers: () => 4 });
    const begun: string[] = [];
    const ends = new Map<string, () => void>();
    for (const name of ["a", "b", "c", "d"]) {
      void turns.take(never).then((end) => {
        begun.push(name);
        ends.set(name, end);
      });
    }
    await turn();
    expect(begun).toEqual(["a", "b"]);
    ends.get("b")?.();
    await turn();
    expect(begun).toEqual(["a", "b", "c"]);
    ends.get("a")?.();
    ends.get("c")?.();
    await turn();
    expect(begun).toEqual(["a", "b", "c", "d"]);
  });

  it("is crowded only where there are more than slots", () => {
    let takers = 2;
    const turns = new WatchTurns({ slots: () => 2, takers: () => takers });
    expect(turns.isCrowded).toBe(false);
    takers = 3;
    expect(turns.isCrowded).toBe(true);
  });

  it("keeps nobody who is told to stop, nor the place of one", async () => {
    const turns = new WatchTurns({ slots: () => 1, takers: () => 3 });
    const end = await turns.take(never);
    const stop = new AbortController();
    const stopped = turns.take(stop.signal);
    let isNext = false;
    const next = turns.take(never).then((done) => {
      isNext = true;
      return done;
    });
    stop.abort();
    (await stopped)();
    expect(isNext).toBe(false);
    end();
    (await next)();
    (await turns.take(never))();
  });
});
