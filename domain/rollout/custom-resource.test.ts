import { describe, expect, it } from "vitest";

import { newImage, workload } from "#test/observed-workload.ts";

import type { ObservedCondition, ObservedWorkload } from "./observed.ts";
import { rolloutStatus } from "./status.ts";

const targets = { checkout: newImage };

function condition(type: string, status: string, message: string | null = null): ObservedCondition {
  return { type, status, reason: null, message };
}

interface Row {
  readonly name: string;
  readonly given: Partial<ObservedWorkload>;
  readonly is: object;
}

function check(kind: string, rows: readonly Row[]): void {
  describe(kind, () => {
    it.each(rows)("$name", ({ given, is }) => {
      const replicas = { desired: 0, total: 0, updated: 0, ready: 0, available: 0 };
      const observed = workload({ kind, replicas, pods: [], ...given });
      expect(rolloutStatus(observed, targets)).toMatchObject(is);
    });
  });
}

check("widget", [
  {
    name: "is ready",
    given: { conditions: [condition("Ready", "True")] },
    is: { state: "ready" },
  },
  { name: "says nothing", given: {}, is: { state: "ready" } },
  {
    name: "is behind",
    given: { observedGeneration: 3, conditions: [condition("Ready", "True")] },
    is: { state: "progressing", message: "the controller has not seen the change yet" },
  },
  {
    name: "is reconciling, though ready",
    given: {
      conditions: [condition("Ready", "True"), condition("Reconciling", "True", "rolling out")],
    },
    is: { state: "progressing", message: "rolling out" },
  },
  {
    name: "is not ready",
    given: { conditions: [condition("Ready", "False", "2 of 3 revisions")] },
    is: { state: "progressing", message: "2 of 3 revisions" },
  },
  {
    name: "is stalled",
    given: { conditions: [condition("Stalled", "True", "revision checkout-2 cannot start")] },
    is: { state: "failing", reason: "stalled", message: "revision checkout-2 cannot start" },
  },
  {
    name: "is suspended",
    given: { paused: true, conditions: [condition("Ready", "True")] },
    is: { state: "progressing", message: "suspended", held: true },
  },
  {
    name: "has the old image",
    given: { containers: [{ name: "checkout", init: false, image: "r.test/old:1" }] },
    is: { state: "waiting" },
  },
]);

check("kustomization", [
  {
    name: "failed its health check",
    given: {
      conditions: [
        { type: "Ready", status: "False", reason: "HealthCheckFailed", message: "timeout" },
      ],
    },
    is: { state: "failing", reason: "sync-failed", message: "Flux: timeout" },
  },
  {
    name: "waits for another",
    given: {
      conditions: [
        { type: "Ready", status: "False", reason: "DependencyNotReady", message: "infra" },
      ],
    },
    is: { state: "progressing", message: "infra" },
  },
  {
    name: "is applied",
    given: { conditions: [condition("Ready", "True")] },
    is: { state: "ready" },
  },
]);
