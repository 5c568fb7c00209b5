import { describe, expect, it } from "vitest";

import { newImage, oldImage, pod, podContainer, workload } from "#test/observed-workload.ts";

import type { ObservedPod, ObservedWorkload } from "./observed.ts";
import { rolloutStatus } from "./status.ts";

const counts = [0, 1, 2];
const images = [oldImage, newImage];
const kinds = ["deployment", "statefulset", "daemonset", "replicaset", "rollout"];

/** Every combination of template, generation, counters and two pods of small numbers. */
function* everyWorkload(kind: string): Generator<ObservedWorkload> {
  for (const pods of everyPair()) {
    for (const image of images) {
      for (const observedGeneration of [3, 4]) {
        for (const replicas of everyReplicas()) {
          const containers = [{ name: "checkout", init: false, image }];
          yield workload({ kind, containers, observedGeneration, replicas, pods });
        }
      }
    }
  }
}

function* everyReplicas(): Generator<ObservedWorkload["replicas"]> {
  for (const total of counts) {
    for (const updated of counts) {
      for (const ready of counts) {
        for (const available of counts) {
          yield { desired: 2, total, updated, ready, available };
        }
      }
    }
  }
}

function everyPair(): readonly (readonly ObservedPod[])[] {
  const one = images.flatMap((image) =>
    [true, false].map((current) => pod({ current, containers: [podContainer({ image })] })),
  );
  return [[], ...one.map((only) => [only]), ...one.flatMap((a) => one.map((b) => [a, b]))];
}

describe.each(kinds)("%s", (kind) => {
  it("is ready only when template, controller, counters and pods all carry the target", () => {
    let ready = 0;
    for (const given of everyWorkload(kind)) {
      if (rolloutStatus(given, { checkout: newImage }).state !== "ready") continue;
      ready += 1;
      expect(given.observedGeneration).toBe(given.generation);
      expect(given.containers.map(({ image }) => image)).toEqual([newImage]);
      expect(given.replicas.available).toBeGreaterThanOrEqual(given.replicas.desired);
      expect(given.pods.length).toBeGreaterThan(0);
      for (const { current, containers } of given.pods) {
        expect(current).toBe(true);
        expect(containers.map(({ image }) => image)).toEqual([newImage]);
      }
    }
    expect(ready).toBeGreaterThan(0);
  });
});
