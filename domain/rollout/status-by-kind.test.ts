import { describe, expect, it } from "vitest";

import { newImage, oldImage, pod, podContainer, workload } from "#test/observed-workload.ts";

import type { ObservedWorkload } from "./observed.ts";
import { rolloutStatus } from "./status.ts";

const targets = { checkout: newImage };
const done = { desired: 3, total: 3, updated: 3, ready: 3, available: 3 };
const oldPod = pod({
  name: "checkout-9",
  current: false,
  containers: [podContainer({ image: oldImage })],
});

interface Row {
  readonly name: string;
  readonly given: Partial<ObservedWorkload>;
  readonly state: string;
  readonly message: string;
}

function check(rows: readonly Row[]): void {
  it.each(rows)("$name: $state, $message", ({ given, state, message }) => {
    expect(rolloutStatus(workload(given), targets)).toMatchObject({ state, message });
  });
}

describe("StatefulSet", () => {
  const kind = "statefulset";
  const old = podContainer({ image: oldImage });
  const kept = pod({ name: "db-0", current: false, containers: [old] });
  check([
    { name: "all done", given: { kind }, state: "ready", message: "3 of 3 ready" },
    {
      name: "one not ready",
      given: { kind, replicas: { ...done, ready: 2, available: 2 } },
      state: "progressing",
      message: "2 of 3 ready",
    },
    {
      name: "one not updated",
      given: { kind, replicas: { ...done, updated: 2 } },
      state: "progressing",
      message: "2 of 3 updated",
    },
    {
      name: "a pod too many",
      given: { kind, replicas: { ...done, total: 4 } },
      state: "progressing",
      message: "1 pod has to stop",
    },
    {
      name: "a partition that is done",
      given: {
        kind,
        partition: 2,
        replicas: { ...done, updated: 1 },
        pods: [pod({ name: "db-2" }), kept],
      },
      state: "ready",
      message: "1 of 3 updated; partition 2 keeps the others",
    },
    {
      name: "a partition that is not done",
      given: { kind, partition: 1, replicas: { ...done, updated: 1 } },
      state: "progressing",
      message: "1 of 2 updated",
    },
    {
      name: "a pod above the partition that is old",
      given: { kind, partition: 1, pods: [pod({ name: "db-2" }), { ...kept, name: "db-1" }] },
      state: "progressing",
      message: "1 pod runs the old image",
    },
    {
      name: "a partition that keeps everything",
      given: { kind, partition: 3, replicas: { ...done, updated: 0 }, pods: [kept] },
      state: "progressing",
      message: "partition 3 keeps every pod at the old image",
    },
    {
      name: "OnDelete with old pods",
      given: { kind, onDelete: true, replicas: { ...done, updated: 1 }, pods: [pod(), kept, kept] },
      state: "progressing",
      message: "2 pods run the old image until someone deletes them (OnDelete)",
    },
    {
      name: "OnDelete with all pods replaced",
      given: { kind, onDelete: true },
      state: "ready",
      message: "3 of 3 ready",
    },
  ]);
});

describe("DaemonSet", () => {
  const kind = "daemonset";
  check([
    { name: "all nodes", given: { kind }, state: "ready", message: "3 of 3 ready" },
    {
      name: "a node to update",
      given: { kind, replicas: { ...done, updated: 2 } },
      state: "progressing",
      message: "2 of 3 updated",
    },
    {
      name: "a node not available",
      given: { kind, replicas: { ...done, ready: 2, available: 2 } },
      state: "progressing",
      message: "2 of 3 ready",
    },
    {
      name: "OnDelete with old pods",
      given: { kind, onDelete: true, replicas: { ...done, updated: 2 }, pods: [pod(), oldPod] },
      state: "progressing",
      message: "1 pod runs the old image until someone deletes them (OnDelete)",
    },
    {
      name: "no node wants it",
      given: {
        kind,
        pods: [],
        replicas: { desired: 0, total: 0, updated: 0, ready: 0, available: 0 },
      },
      state: "ready",
      message: "scaled to 0",
    },
  ]);
});

describe("ReplicaSet", () => {
  const kind = "replicaset";
  check([
    { name: "all ready", given: { kind }, state: "ready", message: "3 of 3 ready" },
    {
      name: "pods made before the change stay",
      given: { kind, pods: [pod({ name: "a", containers: [podContainer({ image: oldImage })] })] },
      state: "progressing",
      message: "pod a still runs another image",
    },
    {
      name: "one too many",
      given: { kind, replicas: { ...done, total: 4 } },
      state: "progressing",
      message: "1 pod has to stop",
    },
    {
      name: "one not available",
      given: { kind, replicas: { ...done, available: 2 } },
      state: "progressing",
      message: "2 of 3 available",
    },
  ]);
});

describe("Argo Rollout", () => {
  const kind = "rollout";
  const paused = {
    type: "Paused",
    status: "True",
    reason: "RolloutPaused",
    message: "Rollout is paused",
  };
  check([
    { name: "all done", given: { kind }, state: "ready", message: "3 of 3 ready" },
    {
      name: "a canary step that waits",
      given: { kind, conditions: [paused], replicas: { ...done, updated: 1 } },
      state: "progressing",
      message: "paused with 1 of 3 updated",
    },
    {
      name: "a preview that waits",
      given: { kind, conditions: [paused] },
      state: "progressing",
      message: "paused",
    },
  ]);
});

describe("CronJob, Job and Pod", () => {
  const job = { kind: "job", generation: 1, observedGeneration: 0 } as const;
  const condition = { type: "Complete", status: "True", reason: null, message: null };
  check([
    {
      name: "a CronJob that carries it",
      given: { kind: "cronjob", pods: [oldPod], generation: 2, observedGeneration: 0 },
      state: "ready",
      message: "the next run uses it",
    },
    { name: "a job at work", given: job, state: "progressing", message: "the job is running" },
    {
      name: "a job not let run",
      given: { ...job, conditions: [{ ...condition, type: "Suspended" }] },
      state: "progressing",
      message: "the job is suspended",
    },
    {
      name: "a job that is done",
      given: { ...job, conditions: [condition], pods: [] },
      state: "ready",
      message: "the job is complete",
    },
    {
      name: "a pod that runs",
      given: { kind: "pod", pods: [pod()] },
      state: "ready",
      message: "the pod is ready",
    },
    {
      name: "a pod that has ended well",
      given: { kind: "pod", pods: [pod({ phase: "Succeeded", ready: false })] },
      state: "ready",
      message: "the pod is ready",
    },
    {
      name: "a pod that is not ready",
      given: { kind: "pod", pods: [pod({ ready: false })] },
      state: "progressing",
      message: "the pod is running, but not ready",
    },
    {
      name: "a pod that is pending",
      given: { kind: "pod", pods: [pod({ phase: "Pending", ready: false, containers: [] })] },
      state: "progressing",
      message: "the pod is pending",
    },
    {
      name: "a pod not seen",
      given: { kind: "pod", pods: [] },
      state: "progressing",
      message: "the pod is not seen yet",
    },
  ]);
});

describe("HelmRelease", () => {
  const release = {
    kind: "helmrelease",
    pods: [],
    replicas: { desired: 0, total: 0, updated: 0, ready: 0, available: 0 },
  } as const;
  const ready = {
    type: "Ready",
    status: "True",
    reason: "UpgradeSucceeded",
    message: "Helm upgrade succeeded",
  };
  check([
    {
      name: "released",
      given: { ...release, conditions: [ready] },
      state: "ready",
      message: "Helm has released it",
    },
    {
      name: "upgrading",
      given: {
        ...release,
        conditions: [
          ready,
          {
            type: "Reconciling",
            status: "True",
            reason: "Progressing",
            message: "Running 'upgrade' action",
          },
        ],
      },
      state: "progressing",
      message: "Running 'upgrade' action",
    },
    {
      name: "waiting for another release",
      given: {
        ...release,
        conditions: [
          {
            ...ready,
            status: "False",
            reason: "DependencyNotReady",
            message: "dependency 'db' is not ready",
          },
        ],
      },
      state: "progressing",
      message: "dependency 'db' is not ready",
    },
    {
      name: "released with pods that still run the old image",
      given: { ...release, conditions: [ready], pods: [oldPod] },
      state: "progressing",
      message: "1 pod runs the old image",
    },
  ]);
});
