import { beforeEach, describe, expect, it } from "vitest";

import { pod, podContainer } from "#test/observed-workload.ts";

import { TrailCheck } from "./check-trail.ts";
import type { TrailEntry } from "./check-trail.ts";

const versions = [1, 2, 3].map((tag) => ({ generation: tag, image: image(tag) }));
const lives = new Map([
  ["living", { name: "web", versions, goneAfter: null }],
  ["deleted", { name: "web", versions, goneAfter: 100 }],
]);
const podImages = new Map([["web-1", [image(1), image(2)]]]);
let check: TrailCheck;

function image(tag: number): string {
  return `registry.test/web:${tag}`;
}

beforeEach(() => {
  check = new TrailCheck({
    life: (uid) => lives.get(uid) ?? null,
    podImages: (name) => podImages.get(name) ?? [],
  });
});

function put(uid: string, tag: number, podTags: readonly number[] = []): TrailEntry {
  const containers = [{ name: "web", init: false, image: image(tag) }];
  const pods = podTags.map((podTag) =>
    pod({ name: "web-1", containers: [podContainer({ image: image(podTag) })] }),
  );
  return { uid, at: 0, observed: { name: "web", generation: tag, containers, pods } };
}

function gone(uid: string, at: number): TrailEntry {
  return { uid, at, observed: null };
}

function problems(...entries: readonly TrailEntry[]): readonly string[] {
  return entries.flatMap((entry) => check.take(entry)).map((text) => text.replace(/^.*: /, ""));
}

describe("what the database said", () => {
  it("is right where it leaves states out, repeats one, and ends with the deletion", () => {
    expect(
      problems(put("deleted", 1), put("deleted", 3), put("deleted", 3), gone("deleted", 100)),
    ).toEqual([]);
  });

  it.each([
    ["an object that never was", [put("other", 1)], "there never was such an object"],
    [
      "a state that never was",
      [put("living", 4)],
      "never was generation 4 with registry.test/web:4",
    ],
    [
      "an older state after a newer one",
      [put("living", 2), put("living", 1)],
      "went back to generation 1 with registry.test/web:1",
    ],
    ["a deletion of what lives", [gone("living", 5)], "was taken for gone while it lived"],
    [
      "a deletion before anyone asked for it",
      [gone("deleted", 99)],
      "was taken for gone while it lived",
    ],
    ["a return", [gone("deleted", 100), put("deleted", 3)], "came back after it was gone"],
    ["two deletions", [gone("deleted", 100), gone("deleted", 100)], "went twice"],
    [
      "a pod that never was",
      [put("living", 1, [3])],
      "never had a pod web-1 with registry.test/web:3",
    ],
    [
      "an older pod after a newer one",
      [put("living", 1, [2]), put("living", 1, [1])],
      "its pod web-1 went back to registry.test/web:1",
    ],
    [
      "the return of a pod",
      [put("living", 1, [1]), put("living", 1), put("living", 1, [2])],
      "its pod web-1 came back",
    ],
  ])("is wrong about %s", (_what, entries, problem) => {
    expect(problems(...entries)).toEqual([problem]);
  });

  it("is not asked about pods that others make", () => {
    check = new TrailCheck({ life: (uid) => lives.get(uid) ?? null, podImages: null });
    expect(problems(put("living", 1, [9]))).toEqual([]);
  });
});
