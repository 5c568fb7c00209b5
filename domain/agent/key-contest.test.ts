import { describe, expect, it } from "vitest";

import { isContested, withOpening } from "./key-contest.ts";
import type { Opening } from "./key-contest.ts";

/** Openings by processes named by letters, so many seconds apart. */
function openings(letters: string, seconds = 5): readonly Opening[] {
  let known: readonly Opening[] = [];
  for (const [index, instance] of [...letters].entries()) {
    known = withOpening(known, { instance, at: index * seconds * 1000 });
  }
  return known;
}

describe("a key is not contested by", () => {
  it.each([
    ["the first connection", "A"],
    ["one process that comes back again and again", "AAAAAAAAAAAAAAAAAAAAAAAA"],
    ["a restart", "AB"],
    ["a crash loop, each time a new process", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"],
    ["a new leader", "AAABBB"],
    ["a leader that comes back once after it lost a half-open connection", "ABAB"],
    ["a rolling update of two replicas, of which each may lead for a moment", "ABCD"],
    ["a rolling update of two replicas that overlap", "ABACACD"],
    ["a gateway that is restarted every now and then", "AAABBBCCC"],
  ])("%s", (_what, letters) => {
    expect(isContested(openings(letters))).toBe(false);
  });

  it("turns that are far apart", () => {
    expect(isContested(openings("ABABABAB", 300))).toBe(false);
  });
});

describe("a key is contested by", () => {
  it.each([
    ["two processes in turns", "ABABA"],
    ["two processes that hold out for a while", "AAABBBAAABBBAAA"],
    ["three processes in turns", "ABCABC"],
    ["two processes in turns, a minute apart", "ABABA", 60],
    ["two processes in turns after a quiet time", "AAAAAAAAAAAAABABAB"],
  ])("%s", (_what, letters, seconds?: number) => {
    expect(isContested(openings(letters, seconds))).toBe(true);
  });
});

it("keeps no more openings than are looked at", () => {
  expect(openings("A".repeat(100), 0.1)).toHaveLength(16);
});
