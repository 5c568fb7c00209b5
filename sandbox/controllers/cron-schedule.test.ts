import { describe, expect, it } from "vitest";

import { nextTime, parseCron } from "./cron-schedule.ts";

describe("the next time of a cron line", () => {
  it.each([
    ["* * * * *", "2026-03-01T10:00:30Z", "2026-03-01T10:01:00.000Z"],
    ["*/15 * * * *", "2026-03-01T10:00:00Z", "2026-03-01T10:15:00.000Z"],
    ["5 4 * * *", "2026-03-01T10:00:00Z", "2026-03-02T04:05:00.000Z"],
    ["0 9-17/4 * * mon-fri", "2026-03-06T17:30:00Z", "2026-03-09T09:00:00.000Z"],
    ["0 0 1 jan *", "2026-03-01T10:00:00Z", "2027-01-01T00:00:00.000Z"],
    ["0 0 29 2 *", "2026-03-01T10:00:00Z", "2028-02-29T00:00:00.000Z"],
    ["0 0 13 * 5", "2026-03-01T10:00:00Z", "2026-03-06T00:00:00.000Z"],
    ["0 12 * * 7", "2026-03-02T10:00:00Z", "2026-03-08T12:00:00.000Z"],
    ["@hourly", "2026-03-01T10:00:00Z", "2026-03-01T11:00:00.000Z"],
  ])("%s after %s is %s", (line, after, expected) => {
    const schedule = parseCron(line);
    expect(schedule && nextTime(schedule, new Date(after))?.toISOString()).toBe(expected);
  });

  it("is none where the day never comes", () => {
    const schedule = parseCron("0 0 31 2 *");
    expect(schedule && nextTime(schedule, new Date("2026-03-01T10:00:00Z"))).toBeNull();
  });

  it.each(["", "* * * *", "60 * * * *", "* * 0 * *", "a * * * *", "5-1 * * * *", "*/0 * * * *"])(
    "cannot be read from %j",
    (line) => {
      expect(parseCron(line)).toBeNull();
    },
  );
});
