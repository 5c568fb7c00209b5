import { describe, expect, it } from "vitest";

import { workload } from "#test/observed-workload.ts";

import { deliveryPending } from "./delivery.ts";
import type { ObservedDelivery, ObservedReplicas } from "./observed.ts";

const done = { desired: 4, total: 4, updated: 4, ready: 4, available: 4 };
const canary: ObservedDelivery = {
  strategy: "canary",
  step: 3,
  steps: 3,
  pauses: [],
  aborted: false,
  switched: true,
  keepsOld: false,
  message: null,
};
const blueGreen: ObservedDelivery = { ...canary, strategy: "blue-green", step: 0, steps: 0 };

interface Row {
  readonly name: string;
  readonly delivery: ObservedDelivery;
  readonly replicas?: Partial<ObservedReplicas>;
  readonly paused?: boolean;
  readonly pending: string | null;
}

describe("what a delivery waits for", () => {
  it.each<Row>([
    { name: "a canary that is done", delivery: canary, pending: null },
    { name: "a pause after the end", delivery: canary, paused: true, pending: null },
    {
      name: "a canary without steps",
      delivery: { ...canary, step: 0, steps: 0, switched: false },
      replicas: { updated: 1 },
      pending: "1 of 4 updated",
    },
    {
      name: "its first step",
      delivery: { ...canary, step: 0, switched: false },
      replicas: { updated: 1 },
      pending: "the canary is at step 1 of 3",
    },
    {
      name: "pods that are not ready after the last step",
      delivery: { ...canary, switched: false },
      replicas: { ready: 3, available: 3 },
      pending: "3 of 4 ready",
    },
    {
      name: "pods that are not available yet",
      delivery: canary,
      replicas: { available: 2 },
      pending: "2 of 4 available",
    },
    {
      name: "traffic after the last step",
      delivery: { ...canary, switched: false },
      pending: "the new pods do not take all the traffic yet",
    },
    {
      name: "old pods",
      delivery: canary,
      replicas: { total: 6 },
      pending: "2 old pods have to stop",
    },
    {
      name: "old pods that stay behind traffic rules",
      delivery: { ...canary, keepsOld: true },
      replicas: { total: 8 },
      pending: null,
    },
    {
      name: "an analysis that could not tell",
      delivery: { ...canary, step: 1, switched: false, pauses: ["InconclusiveAnalysisRun"] },
      pending: "paused at step 2 of 3: an analysis could not tell, and waits for someone to decide",
    },
    {
      name: "a pause that nobody knows",
      delivery: { ...blueGreen, switched: false, pauses: ["NewReason"] },
      pending: "paused: NewReason",
    },
    {
      name: "a pause by hand",
      delivery: { ...blueGreen, switched: false },
      paused: true,
      pending: "paused by hand",
    },
    {
      name: "scaled to 0",
      delivery: canary,
      replicas: { ...done, desired: 0, total: 0, updated: 0, ready: 0, available: 0 },
      pending: null,
    },
  ])("$name", ({ delivery, replicas = {}, paused = false, pending }) => {
    const given = workload({
      kind: "rollout",
      replicas: { ...done, ...replicas },
      paused,
      delivery,
    });
    expect(deliveryPending(given, delivery)).toBe(pending);
  });
});
