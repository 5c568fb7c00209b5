import { beforeEach, describe, expect, it } from "vitest";

import { ReconnectPace } from "./reconnect-pace.ts";
import type { ConnectionEnd } from "./reconnect-pace.ts";

const tuning = { backoffMs: 500, longestBackoffMs: 60_000, healthyMs: 60_000, refusedMs: 60_000 };
const lost: ConnectionEnd = { lastedMs: 0, wasOfUse: false, reason: "lost" };
let pace: ReconnectPace;

beforeEach(() => {
  // The longest wait each time.
  pace = new ReconnectPace(tuning, () => 1);
});

function waits(count: number, end: ConnectionEnd): readonly number[] {
  return Array.from({ length: count }, () => pace.next(end));
}

describe("the pace of connections", () => {
  it("doubles the longest wait with every failure, to a minute", () => {
    const long = { ...lost, lastedMs: 50_000 };
    expect(waits(8, long)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  });

  it("never waits longer than half the time that the gateway was away", () => {
    expect(waits(6, lost)).toEqual([500, 500, 500, 750, 1_125, 1_687.5]);
  });

  it.each([
    { wasOfUse: true, lastedMs: 10 },
    { wasOfUse: false, lastedMs: 60_000 },
  ])("begins anew after a connection with $wasOfUse, $lastedMs", (good) => {
    waits(8, lost);
    expect(pace.next({ ...lost, ...good })).toBe(500);
  });

  it("does not take a welcome alone for a sign of health", () => {
    const brief = { ...lost, lastedMs: 5_000 };
    expect(waits(4, brief)).toEqual([1_000, 2_000, 4_000, 8_000]);
  });

  it.each(["unauthenticated", "removed"] as const)(
    "leaves a gateway alone that says %s",
    (reason) => {
      expect(pace.next({ ...lost, reason })).toBe(60_500);
    },
  );

  it("comes back soon when its place is taken once, and late when it is taken again", () => {
    const replaced = { ...lost, lastedMs: 1_000, wasOfUse: true, reason: "replaced" } as const;
    expect(pace.next(replaced)).toBe(500);
    expect(pace.next(replaced)).toBe(60_500);
    expect(pace.next({ ...replaced, lastedMs: 70_000 })).toBe(500);
  });
});
