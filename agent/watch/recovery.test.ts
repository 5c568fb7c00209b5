import { beforeEach, describe, expect, it } from "vitest";

import { Recovery } from "./recovery.ts";
import type { Setback } from "./recovery.ts";
import type { WatchClock } from "./watch-clock.ts";
import { defaultWatchTuning } from "./watch-tuning.ts";

const cutOff: Setback = { kind: "cut-off" };
const brief: Setback = { kind: "brief" };
const expired: Setback = { kind: "expired" };
const forbidden: Setback = { kind: "forbidden" };
const unusable: Setback = { kind: "unusable" };
function refused(retryAfterMs: number | null = null): Setback {
  return { kind: "refused", retryAfterMs };
}

/** Time that passes when it is told to; the longest pauses that chance allows. */
class SteppedClock implements WatchClock {
  readonly #timers = new Map<() => void, number>();
  #now = 0;
  readonly now = (): number => this.#now;
  readonly random = (): number => 1;

  pause(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.alarm(ms, resolve);
      signal.addEventListener("abort", () => resolve());
    });
  }

  alarm(ms: number, ring: () => void) {
    this.#timers.set(ring, this.#now + ms);
    return { refresh: () => {}, stop: () => this.#timers.delete(ring) };
  }

  async pass(ms: number): Promise<void> {
    this.#now += ms;
    for (const [ring, at] of this.#timers) {
      if (at > this.#now) continue;
      this.#timers.delete(ring);
      ring();
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}

let clock: SteppedClock;
let recovery: Recovery;
let reached: number;

beforeEach(() => {
  clock = new SteppedClock();
  reached = 0;
  recovery = new Recovery({ tuning: defaultWatchTuning, clock, reached: () => (reached += 1) });
});

/** The pauses after so many setbacks in a row, long after a watch was of use. */
async function pauses(count: number, setback: Setback): Promise<readonly number[]> {
  await clock.pass(3_600_000);
  return Array.from({ length: count }, () => recovery.pauseMs(setback));
}

describe("a pause", () => {
  it.each([
    ["there is no way", cutOff, [500, 1_000, 2_000, 4_000, 4_000, 4_000, 4_000]],
    ["watches end at once", brief, [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000]],
    ["versions expire", expired, [0, 500, 1_000, 2_000, 4_000, 8_000, 16_000]],
    ["the server refuses", refused(), [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000]],
    ["it says for how long", refused(7_000), [7_000, 7_000, 7_000, 7_000, 8_000, 16_000, 30_000]],
    ["it wants an hour", refused(3_600_000), [120_000, 120_000]],
    ["the right is missing", forbidden, [4_000, 8_000, 16_000, 32_000, 60_000, 60_000]],
    ["nothing makes sense", unusable, [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000]],
  ])("grows while %s", async (_why, setback, expected) => {
    expect(await pauses(expected.length, setback)).toEqual(expected);
  });

  it.each([cutOff, brief, expired, refused(), unusable])(
    "is short again after a watch that was of use: %o",
    async (setback) => {
      const [first] = await pauses(6, setback);
      recovery.closed(1_000);
      expect(recovery.pauseMs(setback)).toBe(first);
    },
  );

  it("is no shorter after a watch that was too short to be of use", async () => {
    await pauses(2, brief);
    recovery.closed(999);
    expect(recovery.pauseMs(brief)).toBe(2_000);
  });

  it("for want of a right is short again only when there is one", async () => {
    await pauses(3, forbidden);
    recovery.closed(1_000);
    expect(recovery.pauseMs(forbidden)).toBe(32_000);
    recovery.allowed();
    expect(recovery.pauseMs(forbidden)).toBe(4_000);
  });
});

describe("that the server is there again", () => {
  it.each([
    ["cut off", cutOff, 1],
    ["ended at once", brief, 1],
    ["refused", refused(), 1],
    ["sent to list anew", expired, 0],
    ["forbidden", forbidden, 0],
    ["given nonsense", unusable, 0],
  ])("is told by a watch that was %s", (_what, setback, times) => {
    recovery.pauseMs(setback);
    recovery.heard();
    recovery.heard();
    expect(reached).toBe(times);
  });

  it("is told although the version expired meanwhile", () => {
    recovery.pauseMs(cutOff);
    recovery.pauseMs(expired);
    recovery.heard();
    expect(reached).toBe(1);
  });

  it("is told of a silent watch when it stays open", async () => {
    recovery.pauseMs(cutOff);
    recovery.opened();
    await clock.pass(249);
    expect(reached).toBe(0);
    await clock.pass(1);
    expect(reached).toBe(1);
  });

  it("is not told of a watch that is cut at once", async () => {
    recovery.pauseMs(cutOff);
    recovery.opened();
    recovery.closed(10);
    await clock.pass(1_000);
    expect(reached).toBe(0);
  });
});

describe("when another watch reached the server", () => {
  /** Pauses after a setback; says when it is over. */
  function pause(setback: Setback) {
    recovery.pauseMs(setback);
    const state = { isOver: false };
    const { signal } = new AbortController();
    void recovery.pause(30_000, signal).then(() => (state.isOver = true));
    return state;
  }

  it.each([cutOff, brief, expired, refused()])("nothing waits any more: %o", async (setback) => {
    const state = pause(setback);
    recovery.serverAnswers();
    await clock.pass(0);
    expect(state.isOver).toBe(true);
  });

  it.each([refused(100), forbidden, unusable])("this has other reasons: %o", async (setback) => {
    const state = pause(setback);
    recovery.serverAnswers();
    await clock.pass(29_999);
    expect(state.isOver).toBe(false);
    await clock.pass(1);
    expect(state.isOver).toBe(true);
  });

  it("it waits longer each time that was in vain, and not for ever", async () => {
    for (const leastMs of [0, 500, 1_000, 2_000, 2_000]) {
      const state = pause(cutOff);
      recovery.serverAnswers();
      await clock.pass(leastMs - 1);
      expect(state.isOver).toBe(false);
      recovery.serverAnswers();
      await clock.pass(1);
      expect(state.isOver).toBe(true);
    }
    recovery.closed(1_000);
    const state = pause(cutOff);
    recovery.serverAnswers();
    await clock.pass(0);
    expect(state.isOver).toBe(true);
  });

  it("what it has waited already counts", async () => {
    pause(cutOff);
    recovery.serverAnswers();
    await clock.pass(0);
    const state = pause(cutOff);
    await clock.pass(450);
    recovery.serverAnswers();
    await clock.pass(50);
    expect(state.isOver).toBe(true);
  });

  it("a watch that runs does not mind", async () => {
    recovery.serverAnswers();
    const state = pause(cutOff);
    await clock.pass(1_000);
    expect(state.isOver).toBe(false);
  });
});
