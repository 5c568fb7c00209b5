import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { BurstGate } from "./burst-gate.ts";

let flushes: number[];
let gate: BurstGate;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "performance"] });
  flushes = [];
  gate = new BurstGate({ firstMs: 4, batchMs: 50, flush: () => flushes.push(performance.now()) });
});

afterEach(() => {
  vi.useRealTimers();
});

/** A change at each of the times, and all that follows from it. */
function changesAt(...times: readonly number[]): readonly number[] {
  const start = performance.now();
  for (const time of times) {
    vi.advanceTimersByTime(start + time - performance.now());
    gate.changed();
  }
  vi.advanceTimersByTime(1_000);
  return flushes.map((at) => at - start);
}

it.each([
  ["a change alone is let out almost at once", [0], [4]],
  ["changes of one moment go together", [0, 1, 3], [4]],
  ["what follows closely waits for the next batch", [0, 10, 30], [4, 54]],
  ["a long burst goes in batches", [0, 20, 40, 60, 80, 100], [4, 54, 104]],
  ["after a quiet time the first is quick again", [0, 200], [4, 204]],
])("%s", (_what, times, batches) => {
  expect(changesAt(...times)).toEqual(batches);
});
