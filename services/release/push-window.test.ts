import { describe, expect, it } from "vitest";

import { pushDelayMs } from "./push-window.ts";

const start = Date.UTC(2026, 0, 1);

function at(...seconds: readonly number[]): readonly Date[] {
  return seconds.map((second) => new Date(start + second * 1000));
}

describe("pushDelayMs", () => {
  it.each([
    { about: "nothing was pushed", pushes: [], now: 0, wait: 0 },
    { about: "one push was made right now", pushes: [0], now: 0, wait: 0 },
    { about: "two were made right now", pushes: [0, 0], now: 0, wait: 12 },
    { about: "two were made a while ago", pushes: [0, 0], now: 10, wait: 2 },
    { about: "two were made long ago", pushes: [0, 0], now: 12, wait: 0 },
    { about: "the lane is busy", pushes: [48, 36, 24, 12, 0, 0], now: 48, wait: 12 },
    { about: "the lane was busy until lately", pushes: [48, 36, 24, 12, 0, 0], now: 57, wait: 3 },
    { about: "a clock went back", pushes: [500, 500], now: 0, wait: 12 },
  ])("waits $wait s when $about", ({ pushes, now, wait }) => {
    const [moment = new Date(start)] = at(now);
    expect(pushDelayMs({ pushes: at(...pushes), now: moment, perMinute: 6 })).toBe(wait * 1000);
  });

  it.each([1, 2, 3, 6, 30, 600])(
    "keeps to %i a minute without a long wait, however much there is to push",
    (perMinute) => {
      const pushes: number[] = [];
      const longest = 60_000 / Math.max(1, perMinute - Math.floor(perMinute / 3));
      for (let now = start; pushes.length < perMinute * 4;) {
        const before = pushes.toReversed().map((time) => new Date(time));
        const wait = pushDelayMs({ pushes: before, now: new Date(now), perMinute });
        expect(wait).toBeLessThanOrEqual(longest);
        now += wait;
        pushes.push(now);
      }
      for (const [index, time] of pushes.entries()) {
        const after = pushes[index + perMinute];
        if (after !== undefined) expect(after - time).toBeGreaterThanOrEqual(60_000 - perMinute);
      }
    },
  );
});
