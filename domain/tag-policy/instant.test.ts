import { describe, expect, it } from "vitest";

import { compareNewestFirst, parseInstant } from "./instant.ts";

describe("times", () => {
  it.each([
    "1970-01-01T00:00:00Z",
    "1999-12-31T23:59:59Z",
    "2000-02-29T12:00:00Z",
    "2024-02-29T23:59:60Z",
    "2026-11-21T02:05:00+02:00",
    "2026-11-21T02:05:00-03:30",
    "1901-03-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
  ])("%s is the second that the platform's calendar says", (text) => {
    const platform =
      Date.parse(text.replace(":60Z", ":59Z")) / 1000 + (text.includes(":60Z") ? 1 : 0);
    expect(parseInstant(text)).toEqual({ seconds: platform, nanos: 0 });
  });

  it("agrees with the platform's calendar on every month of 400 years", () => {
    for (let month = 0; month < 400 * 12; month += 1) {
      const date = new Date(Date.UTC(1900, month, 1 + (month % 28)));
      expect(parseInstant(date.toISOString())?.seconds).toBe(date.getTime() / 1000);
    }
  });

  it.each([
    ["2026-01-01T00:00:00.5Z", 500_000_000],
    ["2026-01-01T00:00:00.123456789Z", 123_456_789],
    ["2026-01-01T00:00:00.0000000019Z", 1],
  ])("%s has %d nanoseconds", (text, nanos) => {
    expect(parseInstant(text)?.nanos).toBe(nanos);
  });

  it.each([
    undefined,
    "",
    "0001-01-01T00:00:00Z",
    "yesterday",
    "2026-13-01T00:00:00Z",
    "2026-01-01",
  ])("%s is unknown", (text) => {
    expect(parseInstant(text)).toBeNull();
  });
});

it("puts newer before older and unknown last", () => {
  const texts = [
    undefined,
    "2026-01-01T00:00:00Z",
    "2026-01-01T00:00:00.1Z",
    "2026-01-01T00:30:00+01:00",
  ];
  const order = texts
    .map((text) => ({ text, instant: parseInstant(text) }))
    .toSorted((a, b) => compareNewestFirst(a.instant, b.instant));
  expect(order.map(({ text }) => text)).toEqual([texts[2], texts[1], texts[3], undefined]);
});
