import { describe, expect, it } from "vitest";

import type { KubeClient } from "#agent/kube/kube-client.ts";
import { KubeFailure } from "#agent/kube/kube-failure.ts";

import type { AppliedObject } from "./apply-objects.ts";
import { LiveObjects } from "./live-objects.ts";
import { settleHealth } from "./settle-health.ts";

const { signal } = new AbortController();
const patience = { retryMs: 300, firstPauseMs: 1, longestPauseMs: 5 };

function claim(phase: string) {
  const metadata = { name: "data", namespace: "shop", uid: "u", resourceVersion: "1" };
  return { apiVersion: "v1", kind: "PersistentVolumeClaim", metadata, status: { phase } };
}

/** Looks at a claim that is in one phase after the other, the last for ever; null is gone. */
async function settle(...phases: readonly (string | null)[]) {
  let reads = 0;
  const client: Pick<KubeClient, "send"> = {
    send() {
      const phase = phases[Math.min(reads, phases.length - 1)] ?? null;
      reads += 1;
      if (phase !== null) return Promise.resolve(claim(phase));
      return Promise.reject(new KubeFailure({ status: 404, message: "not found" }));
    },
  };
  const reference = {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    namespace: "shop",
    name: "data",
  };
  const applied: AppliedObject[] = [{ reference, path: "/claim", live: claim("Pending") }];
  const objects = new LiveObjects(client, signal);
  return { told: await settleHealth({ applied, objects, patience, signal }), reads };
}

describe("waiting for health", () => {
  it("ends when everything is healthy", async () => {
    expect(await settle("Pending", "Pending", "Bound")).toEqual({ told: [], reads: 3 });
  });

  it("ends when an object has failed, and says why", async () => {
    const { told, reads } = await settle("Pending", "Lost");
    expect(told).toMatchObject([{ name: "data", state: "failed" }]);
    expect(told[0]?.message).not.toBe("");
    expect(reads).toBe(2);
  });

  it("says what is not healthy when the time is up", async () => {
    const { told } = await settle("Pending");
    expect(told).toMatchObject([
      { kind: "PersistentVolumeClaim", namespace: "shop", name: "data", state: "progressing" },
    ]);
  });

  it("does not wait for what is gone", async () => {
    expect(await settle("Pending", null)).toEqual({ told: [], reads: 2 });
  });

  it("has nothing to wait for without objects", async () => {
    const objects = new LiveObjects({ send: () => Promise.reject(new Error("unasked")) }, signal);
    expect(await settleHealth({ applied: [], objects, patience, signal })).toEqual([]);
  });
});
