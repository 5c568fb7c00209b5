import { describe, expect, it } from "vitest";

import { newImage, oldImage, pod, podContainer, workload } from "#test/observed-workload.ts";

import type { ObservedCondition, ObservedPodContainer, ObservedWorkload } from "./observed.ts";
import { rolloutStatus } from "./status.ts";

const targets = { checkout: newImage };
const replicas = { desired: 3, total: 4, updated: 1, ready: 3, available: 3 };

function statusWith(
  container: Partial<ObservedPodContainer>,
  given: Partial<ObservedWorkload> = {},
) {
  const broken = pod({
    name: "checkout-new",
    ready: false,
    containers: [podContainer({ ready: false, state: "waiting", imageId: null, ...container })],
  });
  return rolloutStatus(workload({ replicas, ...given, pods: [broken] }), targets);
}

function condition(changes: Partial<ObservedCondition>): ObservedCondition {
  return { type: "Ready", status: "False", reason: null, message: null, ...changes };
}

describe("a container of a new pod", () => {
  it.each([
    {
      reason: "ImagePullBackOff",
      message: `Back-off pulling image "${newImage}"`,
      says: { reason: "image-pull", message: `cannot pull ${newImage}` },
    },
    {
      reason: "ErrImagePull",
      message: `rpc error: code = NotFound desc = failed to pull and unpack image "${newImage}": failed to resolve reference "${newImage}": manifest unknown`,
      says: { reason: "image-pull", message: `cannot pull ${newImage}: manifest unknown` },
    },
    {
      reason: "ImagePullBackOff",
      message: `Back-off pulling image "${newImage}": ErrImagePull: unexpected status from HEAD request: 401 Unauthorized`,
      says: { reason: "image-pull", message: `cannot pull ${newImage}: 401 Unauthorized` },
    },
    {
      reason: "InvalidImageName",
      message: null,
      says: { reason: "image-pull", message: `cannot pull ${newImage}` },
    },
    {
      reason: "CreateContainerConfigError",
      message: 'secret "db" not found',
      says: {
        reason: "container-config",
        message: 'container checkout cannot start: secret "db" not found',
      },
    },
    {
      reason: "RunContainerError",
      message: null,
      says: {
        reason: "container-config",
        message: "container checkout cannot start: RunContainerError",
      },
    },
    {
      reason: "CrashLoopBackOff",
      lastReason: "StartError",
      lastExitCode: 128,
      message: null,
      says: { reason: "container-config", message: "container checkout cannot start: StartError" },
    },
    {
      reason: "CrashLoopBackOff",
      lastReason: "Error",
      lastExitCode: 1,
      restarts: 5,
      says: { reason: "crash-loop", message: "container checkout exits with 1 (5 restarts)" },
    },
    {
      reason: "CrashLoopBackOff",
      restarts: 1,
      says: { reason: "crash-loop", message: "container checkout keeps crashing (1 restart)" },
    },
    {
      reason: "CrashLoopBackOff",
      lastReason: "OOMKilled",
      lastExitCode: 137,
      restarts: 2,
      says: {
        reason: "out-of-memory",
        message: "container checkout is killed for lack of memory (2 restarts)",
      },
    },
    {
      state: "terminated",
      reason: "OOMKilled",
      exitCode: 137,
      says: { reason: "out-of-memory", message: "container checkout is killed for lack of memory" },
    },
    {
      state: "terminated",
      reason: "Error",
      exitCode: 2,
      restarts: 1,
      says: { reason: "crash-loop", message: "container checkout exits with 2 (1 restart)" },
    },
    {
      name: "migrate",
      init: true,
      reason: "CrashLoopBackOff",
      lastExitCode: 3,
      restarts: 4,
      says: { reason: "crash-loop", message: "init container migrate exits with 3 (4 restarts)" },
    },
  ] as const)("$says.message", ({ says, ...container }) => {
    expect(statusWith(container)).toEqual({ state: "failing", ...says, pod: "checkout-new" });
  });

  it.each([
    { reason: "ContainerCreating" },
    { reason: "PodInitializing" },
    { state: "running" },
    { state: "running", lastReason: "OOMKilled", restarts: 1 },
    { state: "terminated", reason: "Error", exitCode: 1, restarts: 0 },
    { state: "terminated", reason: "Completed", exitCode: 0, restarts: 1, init: true },
  ] as const)("%j is no failure yet", (container) => {
    expect(statusWith(container)).toMatchObject({
      state: "progressing",
      message: "1 of 3 updated",
    });
  });
});

describe("only pods that run the target count", () => {
  const broken = podContainer({ ready: false, state: "waiting", reason: "CrashLoopBackOff" });

  it.each([
    ["an old pod", pod({ current: false, containers: [{ ...broken, image: oldImage }] })],
    ["a pod being deleted", pod({ deleting: true, containers: [broken] })],
    ["a newest pod of an older template", pod({ containers: [{ ...broken, image: oldImage }] })],
  ])("%s that crashes is none of this rollout's", (_, crashing) => {
    const given = workload({ replicas, pods: [crashing] });
    expect(rolloutStatus(given, targets).state).toBe("progressing");
  });

  it("a template without the target waits, whatever crashes", () => {
    const given = workload({
      containers: [{ name: "checkout", init: false, image: oldImage }],
      pods: [pod({ containers: [broken] })],
    });
    expect(rolloutStatus(given, targets).state).toBe("waiting");
  });
});

it("a pod that fits no node", () => {
  const pending = pod({
    name: "checkout-new",
    phase: "Pending",
    ready: false,
    unschedulable: "0/3 nodes are available: 3 Insufficient cpu.",
    containers: [],
  });
  expect(rolloutStatus(workload({ replicas, pods: [pending] }), targets)).toEqual({
    state: "failing",
    reason: "unschedulable",
    message: "pod checkout-new fits no node: 0/3 nodes are available: 3 Insufficient cpu.",
    pod: "checkout-new",
  });
});

describe("a controller's own words", () => {
  it.each([
    {
      given: condition({ type: "Progressing", reason: "ProgressDeadlineExceeded" }),
      says: {
        reason: "deadline-exceeded",
        message: "no progress within the deadline: 1 of 3 updated, 3 ready",
      },
    },
    {
      given: condition({
        type: "ReplicaFailure",
        status: "True",
        message: 'pods "checkout-1" is forbidden: exceeded quota: compute, requested: cpu=2',
      }),
      says: {
        reason: "quota-exceeded",
        message:
          'cannot create pods: pods "checkout-1" is forbidden: exceeded quota: compute, requested: cpu=2',
      },
    },
    {
      given: condition({ type: "ReplicaFailure", status: "True", reason: "FailedCreate" }),
      says: { reason: "container-config", message: "cannot create pods: FailedCreate" },
    },
    {
      given: condition({ type: "InvalidSpec", status: "True", message: "the Rollout is invalid" }),
      says: { reason: "container-config", message: "the Rollout is invalid" },
    },
  ])("$says.message", ({ given, says }) => {
    const status = rolloutStatus(workload({ replicas, conditions: [given] }), targets);
    expect(status).toEqual({ state: "failing", ...says });
  });

  it("is told after a pod's, which says more", () => {
    const deadline = condition({ type: "Progressing", reason: "ProgressDeadlineExceeded" });
    const status = statusWith({ reason: "ErrImagePull" }, { conditions: [deadline] });
    expect(status).toMatchObject({ state: "failing", reason: "image-pull" });
  });
});

describe("Job and Pod", () => {
  it("a job fails when it says so, not when a run does", () => {
    expect(
      statusWith(
        { state: "terminated", reason: "Error", exitCode: 1, restarts: 2 },
        { kind: "job" },
      ),
    ).toMatchObject({ state: "progressing" });
    const failed = condition({
      type: "Failed",
      status: "True",
      reason: "BackoffLimitExceeded",
      message: "Job has reached the specified backoff limit",
    });
    expect(statusWith({ state: "running" }, { kind: "job", conditions: [failed] })).toEqual({
      state: "failing",
      reason: "job-failed",
      message: "the job failed: Job has reached the specified backoff limit",
    });
    expect(statusWith({ reason: "ErrImagePull" }, { kind: "job" })).toMatchObject({
      reason: "image-pull",
    });
  });

  it("a pod that has ended badly", () => {
    const ended = podContainer({ state: "terminated", reason: "Error", exitCode: 1, ready: false });
    const given = workload({
      kind: "pod",
      pods: [pod({ name: "once", phase: "Failed", ready: false, containers: [ended] })],
    });
    expect(rolloutStatus(given, targets)).toEqual({
      state: "failing",
      reason: "crash-loop",
      message: "pod once failed: container checkout exited with 1",
      pod: "once",
    });
  });
});

describe("HelmRelease", () => {
  it.each([
    [condition({ reason: "UpgradeFailed", message: "timed out" }), "Helm: timed out"],
    [
      condition({ type: "Released", reason: "InstallFailed", message: "no chart" }),
      "Helm: no chart",
    ],
    [
      condition({ type: "Stalled", status: "True", reason: "RetriesExceeded" }),
      "Helm: RetriesExceeded",
    ],
    [condition({ reason: "RollbackSucceeded", message: "rolled back" }), "Helm: rolled back"],
  ])("%j", (given, message) => {
    const status = rolloutStatus(
      workload({ kind: "helmrelease", conditions: [given], pods: [] }),
      targets,
    );
    expect(status).toEqual({ state: "failing", reason: "helm-failed", message });
  });

  it.each(["ArtifactFailed", "DependencyNotReady", "Progressing"])("%s is no failure", (reason) => {
    const given = workload({ kind: "helmrelease", conditions: [condition({ reason })], pods: [] });
    expect(rolloutStatus(given, targets).state).toBe("progressing");
  });
});
