import { describe, expect, it } from "vitest";

import { keyContest, withOpening } from "./key-contest.ts";
import type { Opening } from "./key-contest.ts";

/** Openings by processes named by letters, so many seconds apart; `places` are of the same length. */
function openings(letters: string, { seconds = 5, places = "" } = {}): readonly Opening[] {
  let known: readonly Opening[] = [];
  for (const [index, instance] of letters.split("").entries()) {
    const place = places.charAt(index).trim() || null;
    known = withOpening(known, { instance, place, at: index * seconds * 1000 });
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
    ["a rolling update of two replicas that overlap", "ABACD"],
    ["a gateway that is restarted every now and then", "AAABBBCCC"],
  ])("%s", (_what, letters) => {
    expect(keyContest(openings(letters))).toBeNull();
  });

  it("turns that are far apart", () => {
    expect(keyContest(openings("ABABABAB", { seconds: 300 }))).toBeNull();
  });

  it.each([
    ["a cluster that is restored elsewhere", "AAAB", "1112"],
    ["a cluster that is restored again and again", "ABCD", "1234"],
    ["an agent that may not always tell where it is", "ABBC", "1 1 "],
  ])("%s", (_what, letters, places) => {
    expect(keyContest(openings(letters, { places }))).toBeNull();
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
    expect(keyContest(openings(letters, seconds === undefined ? {} : { seconds }))).toBe(
      "two-agents",
    );
  });

  it.each([
    ["two clusters in turns", "ABA", "121", 1],
    ["two clusters of which one was away for days", "ABC", "121", 86_400],
    ["two clusters of which one cannot always tell", "ABCD", "12 1", 1],
  ])("%s", (_what, letters, places, seconds) => {
    expect(keyContest(openings(letters, { places, seconds }))).toBe("other-cluster");
  });
});

it("keeps no more openings than are looked at", () => {
  expect(openings("A".repeat(100), { seconds: 0.1 })).toHaveLength(16);
});
