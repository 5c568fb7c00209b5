import { describe, expect, it } from "vitest";
import { z } from "zod";

import { exampleCases } from "#test/example-cases.ts";

import type { ObservedWorkload } from "./observed.ts";
import { workloadHealth } from "./status.ts";

const count = z.number().optional();
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? null);
const ended = z.object({ reason: text, message: text, exitCode: z.number() });
const LiveObject = z.object({
  kind: z.string(),
  metadata: z.object({ name: z.string(), generation: z.number().default(1) }),
  spec: z
    .object({
      replicas: count,
      paused: z.boolean().default(false),
      updateStrategy: z
        .object({ type: z.string(), rollingUpdate: z.object({ partition: count }).optional() })
        .optional(),
    })
    .default({ paused: false }),
  status: z
    .object({
      observedGeneration: z.union([z.number(), z.string()]).optional(),
      replicas: count,
      updatedReplicas: count,
      readyReplicas: count,
      availableReplicas: count,
      desiredNumberScheduled: count,
      currentNumberScheduled: count,
      updatedNumberScheduled: count,
      numberReady: count,
      numberAvailable: count,
      phase: z.string().optional(),
      conditions: z
        .array(z.object({ type: z.string(), status: z.string(), reason: text, message: text }))
        .catch([]),
      containerStatuses: z
        .array(
          z.object({
            name: z.string(),
            image: z.string(),
            ready: z.boolean(),
            restartCount: z.number(),
            state: z.object({
              waiting: z.object({ reason: text, message: text }).optional(),
              terminated: ended.optional(),
            }),
            lastState: z.object({ terminated: ended.optional() }),
          }),
        )
        .default([]),
    })
    .default({ conditions: [], containerStatuses: [] }),
});
type LiveObject = z.infer<typeof LiveObject>;
const Case = z.object({
  name: z.string(),
  statusVocabulary: z.string(),
  expectedStatus: z.string().nullable(),
  object: z.looseObject({ kind: z.string() }),
});

const kinds: ReadonlySet<string> = new Set([
  "Deployment",
  "StatefulSet",
  "DaemonSet",
  "ReplicaSet",
  "Job",
  "CronJob",
  "Pod",
  "Rollout",
]);
const ourWord: Readonly<Record<string, string>> = {
  Current: "ready",
  Healthy: "ready",
  Done: "ready",
  InProgress: "progressing",
  Progressing: "progressing",
  Waiting: "progressing",
  Suspended: "progressing",
  Failed: "failing",
  Degraded: "failing",
  Error: "failing",
};

/** Where we knowingly differ: what we say instead, and why. */
const disagreements: Readonly<Record<string, readonly [state: string, because: string]>> = {
  "kstatus/TestJobStatus/jobInProgress": ["progressing", "a job has not delivered while it runs"],
  "argo-lua/argoproj.io/Rollout/degraded_statusPhaseMessage": [
    "ready",
    "the phase summarises conditions, of which this object has none",
  ],
};

const cases = exampleCases("health-cases.json", Case).filter(({ object }) =>
  kinds.has(object.kind),
);

describe.skipIf(cases.length === 0)("example set", () => {
  it.each(cases)("$name", ({ name, expectedStatus, object }) => {
    const [state] = disagreements[name] ?? [ourWord[expectedStatus ?? ""]];
    expect(workloadHealth(observe(LiveObject.parse(object))).state).toBe(state);
  });
});

function observe({ kind, metadata, spec, status }: LiveObject): ObservedWorkload {
  const { observedGeneration } = status;
  return {
    uid: metadata.name,
    namespace: "default",
    kind: kind.toLowerCase(),
    name: metadata.name,
    generation: metadata.generation,
    observedGeneration:
      typeof observedGeneration === "string" ? metadata.generation : (observedGeneration ?? 0),
    containers: [],
    replicas: replicasOf({ kind, metadata, spec, status }),
    paused: spec.paused,
    onDelete: spec.updateStrategy?.type === "OnDelete",
    partition: spec.updateStrategy?.rollingUpdate?.partition ?? null,
    conditions: status.conditions,
    pods: kind === "Pod" ? [podOf(metadata.name, status)] : [],
    managedBy: null,
    revision: null,
  };
}

function replicasOf({ kind, spec, status }: LiveObject): ObservedWorkload["replicas"] {
  if (kind === "DaemonSet") {
    return {
      desired: status.desiredNumberScheduled ?? 0,
      total: status.currentNumberScheduled ?? 0,
      updated: status.updatedNumberScheduled ?? 0,
      ready: status.numberReady ?? status.numberAvailable ?? 0,
      available: status.numberAvailable ?? 0,
    };
  }
  const ready = status.readyReplicas ?? status.availableReplicas ?? 0;
  return {
    desired: spec.replicas ?? 1,
    total: status.replicas ?? 0,
    updated: status.updatedReplicas ?? 0,
    ready,
    available: status.availableReplicas ?? (kind === "StatefulSet" ? ready : 0),
  };
}

function podOf(name: string, status: LiveObject["status"]): ObservedWorkload["pods"][number] {
  return {
    name,
    phase: status.phase ?? "Pending",
    ready: status.conditions.some(
      (condition) => condition.type === "Ready" && condition.status === "True",
    ),
    deleting: false,
    createdAt: "2026-01-01T00:00:00Z",
    unschedulable: null,
    current: true,
    containers: status.containerStatuses.map(
      ({ restartCount, state, lastState, ...container }) => ({
        name: container.name,
        init: false,
        image: container.image,
        imageId: null,
        ready: container.ready,
        restarts: restartCount,
        state: state.waiting ? "waiting" : state.terminated ? "terminated" : "running",
        reason: state.waiting?.reason ?? state.terminated?.reason ?? null,
        message: state.waiting?.message ?? state.terminated?.message ?? null,
        exitCode: state.terminated?.exitCode ?? null,
        lastReason: lastState.terminated?.reason ?? null,
        lastExitCode: lastState.terminated?.exitCode ?? null,
      }),
    ),
  };
}
