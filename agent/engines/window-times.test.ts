import { describe, expect, it } from "vitest";

import { lastStart, readSchedule } from "./window-times.ts";

/** A Saturday. */
const now = new Date("2026-11-21T10:30:00Z");
const yearMs = 366 * 24 * 3_600_000;

describe("a window's schedule", () => {
  it.each([
    ["* * * * *", "2026-11-21T10:30:00.000Z", "2026-11-21T10:31:00.000Z"],
    ["*/15 8-18/2 * * *", "2026-11-21T10:30:00.000Z", "2026-11-21T10:45:00.000Z"],
    ["5/20 0,12 * nov sat", "2026-11-21T00:45:00.000Z", "2026-11-21T12:05:00.000Z"],
    ["0 0 22 * mon", "2026-11-16T00:00:00.000Z", "2026-11-22T00:00:00.000Z"],
    ["0 0 ? * 6", "2026-11-21T00:00:00.000Z", "2026-11-28T00:00:00.000Z"],
    ["0 0 29 2 *", null, "2028-02-29T00:00:00.000Z"],
    ["@hourly", "2026-11-21T10:00:00.000Z", "2026-11-21T11:00:00.000Z"],
    ["@weekly", "2026-11-15T00:00:00.000Z", "2026-11-22T00:00:00.000Z"],
  ])("%s began at %s and begins at %s", (text, last, next) => {
    const schedule = readSchedule(text, "");
    const at = now.getTime();
    const began = schedule && lastStart(schedule, { after: at - yearMs, at });
    expect(began === null ? null : new Date(began).toISOString()).toBe(last);
    expect(schedule?.nextRun(now)?.toISOString()).toBe(next);
  });

  it("is one of its zone", () => {
    const next = readSchedule("0 9 * * *", "America/New_York")?.nextRun(now);
    expect(next?.toISOString()).toBe("2026-11-21T14:00:00.000Z");
    expect(readSchedule("0 9 * * *", "Mars/Base")).toBeNull();
  });

  it.each([
    "",
    "* * * *",
    "* * * * * *",
    "60 * * * *",
    "* 24 * * *",
    "* * 0 * *",
    "* * * 13 *",
    "*/0 * * * *",
    "5-1 * * * *",
    "1-2-3 * * * *",
    "a * * * *",
    "1/2/3 * * * *",
    "@every 1h",
  ])("is not %j", (text) => {
    expect(readSchedule(text, "")).toBeNull();
  });
});
