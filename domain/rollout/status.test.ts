import { describe, expect, it } from "vitest";

import { newImage, oldImage, pod, podContainer, workload } from "#test/observed-workload.ts";

import type { ObservedWorkload } from "./observed.ts";
import { rolloutStatus, workloadHealth } from "./status.ts";

const targets = { checkout: newImage };
const digest = `sha256:${"a".repeat(64)}`;
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

describe("the target image first", () => {
  check([
    {
      name: "everything runs it",
      given: {},
      state: "ready",
      message: "3 of 3 ready",
    },
    {
      name: "a healthy old version",
      given: {
        containers: [{ name: "checkout", init: false, image: oldImage }],
        pods: [pod({ containers: [podContainer({ image: oldImage })] })],
      },
      state: "waiting",
      message: `container checkout is still at ${oldImage} in the cluster`,
    },
    {
      name: "a container that the cluster has not yet",
      given: { containers: [{ name: "web", init: false, image: newImage }] },
      state: "waiting",
      message: "the cluster's checkout has no container checkout yet",
    },
    {
      name: "a generation nobody has seen",
      given: { observedGeneration: 3 },
      state: "progressing",
      message: "the controller has not seen the change yet",
    },
    {
      name: "counters that are older than the template",
      given: { pods: [pod({ name: "a", containers: [podContainer({ image: oldImage })] })] },
      state: "progressing",
      message: "pod a still runs another image",
    },
    {
      name: "an old pod that is left",
      given: { pods: [pod(), oldPod] },
      state: "progressing",
      message: "1 pod runs the old image",
    },
    {
      name: "an old pod on its way out",
      given: { pods: [pod(), { ...oldPod, deleting: true }] },
      state: "ready",
      message: "3 of 3 ready",
    },
    {
      name: "an evicted pod that lies about",
      given: { pods: [pod(), pod({ phase: "Failed", ready: false, containers: [] })] },
      state: "ready",
      message: "3 of 3 ready",
    },
    {
      name: "no pods reported",
      given: { pods: [] },
      state: "progressing",
      message: "no pod with the new image is seen yet",
    },
    {
      name: "scaled to 0",
      given: { pods: [], replicas: { desired: 0, total: 0, updated: 0, ready: 0, available: 0 } },
      state: "ready",
      message: "scaled to 0",
    },
  ]);

  it("accepts the resolved digest for a target that names it", () => {
    const pinned = `${newImage}@${digest}`;
    const given = workload({
      containers: [{ name: "checkout", init: false, image: pinned }],
      pods: [pod({ containers: [podContainer({ image: "mirror.test/checkout:1.43.0" })] })],
    });
    expect(rolloutStatus(given, { checkout: pinned }).state).toBe("ready");
    const other = `${newImage}@sha256:${"b".repeat(64)}`;
    expect(rolloutStatus(given, { checkout: other }).state).toBe("waiting");
  });

  it("wants every named container, init containers included", () => {
    const given = workload({
      containers: [
        { name: "checkout", init: false, image: newImage },
        { name: "migrate", init: true, image: oldImage },
      ],
    });
    expect(rolloutStatus(given, targets).state).toBe("ready");
    expect(rolloutStatus(given, { ...targets, migrate: newImage }).state).toBe("waiting");
  });
});

describe("Deployment", () => {
  check([
    {
      name: "new pods to be made",
      given: { replicas: { ...done, updated: 1, available: 2, ready: 2 } },
      state: "progressing",
      message: "1 of 3 updated",
    },
    {
      name: "old pods to stop",
      given: { replicas: { ...done, total: 5 } },
      state: "progressing",
      message: "2 old pods have to stop",
    },
    {
      name: "one old pod to stop",
      given: { replicas: { ...done, total: 4 } },
      state: "progressing",
      message: "1 old pod has to stop",
    },
    {
      name: "new pods to become ready",
      given: { replicas: { ...done, ready: 1, available: 1 } },
      state: "progressing",
      message: "1 of 3 ready",
    },
    {
      name: "ready pods to become available",
      given: { replicas: { ...done, available: 2 } },
      state: "progressing",
      message: "2 of 3 available",
    },
    {
      name: "paused halfway",
      given: { paused: true, replicas: { ...done, updated: 1 } },
      state: "progressing",
      message: "paused with 1 of 3 updated",
    },
    { name: "paused when done", given: { paused: true }, state: "ready", message: "3 of 3 ready" },
  ]);

  it("tells which probe fails, as far as it is known", () => {
    const unready = podContainer({ ready: false, message: "Readiness probe failed: HTTP 503" });
    const replicas = { ...done, ready: 0, available: 0 };
    expect(
      rolloutStatus(
        workload({ replicas, pods: [pod({ ready: false, containers: [unready] })] }),
        targets,
      ),
    ).toEqual({
      state: "progressing",
      held: false,
      updated: 3,
      ready: 0,
      desired: 3,
      message: "0 of 3 ready: readiness probe of container checkout fails: HTTP 503",
    });
    const silent = pod({ ready: false, containers: [podContainer({ ready: false })] });
    expect(rolloutStatus(workload({ replicas, pods: [silent] }), targets).message).toBe(
      "0 of 3 ready",
    );
  });
});

describe("health without a target", () => {
  it.each([
    [{}, "ready"],
    [{ pods: [] }, "ready"],
    [{ containers: [{ name: "checkout", init: false, image: oldImage }] }, "ready"],
    [{ observedGeneration: 3 }, "progressing"],
    [{ replicas: { ...done, updated: 2 } }, "progressing"],
    [
      { kind: "statefulset", onDelete: true, replicas: { ...done, updated: 0 }, pods: [oldPod] },
      "ready",
    ],
    [
      {
        pods: [
          pod({
            containers: [podContainer({ state: "waiting", ready: false, reason: "ErrImagePull" })],
          }),
        ],
      },
      "failing",
    ],
  ] satisfies [Partial<ObservedWorkload>, string][])("%j: %s", (given, state) => {
    expect(workloadHealth(workload(given)).state).toBe(state);
  });
});
