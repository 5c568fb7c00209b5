import type {
  ObservedPod,
  ObservedPodContainer,
  ObservedWorkload,
} from "#domain/rollout/observed.ts";

export const oldImage = "registry.acme.test/shop/checkout:1.42.0";
export const newImage = "registry.acme.test/shop/checkout:1.43.0";

/** A container that runs the new image and is ready; `changes` say what is otherwise. */
export function podContainer(changes: Partial<ObservedPodContainer> = {}): ObservedPodContainer {
  return {
    name: "checkout",
    init: false,
    image: newImage,
    imageId: `registry.acme.test/shop/checkout@sha256:${"a".repeat(64)}`,
    ready: true,
    restarts: 0,
    state: "running",
    reason: null,
    message: null,
    exitCode: null,
    lastReason: null,
    lastExitCode: null,
    ...changes,
  };
}

/** A ready pod of the newest revision with one container that runs the new image. */
export function pod(changes: Partial<ObservedPod> = {}): ObservedPod {
  return {
    name: "checkout-7d9f-abcde",
    phase: "Running",
    ready: true,
    deleting: false,
    createdAt: "2026-01-01T00:00:00Z",
    unschedulable: null,
    current: true,
    containers: [podContainer()],
    ...changes,
  };
}

/** A Deployment of three pods that has fully rolled out the new image. */
export function workload(changes: Partial<ObservedWorkload> = {}): ObservedWorkload {
  return {
    uid: "0b5c6a0e-0000-4000-8000-000000000001",
    namespace: "shop",
    kind: "deployment",
    name: "checkout",
    generation: 4,
    observedGeneration: 4,
    containers: [{ name: "checkout", init: false, image: newImage }],
    replicas: { desired: 3, total: 3, updated: 3, ready: 3, available: 3 },
    paused: false,
    onDelete: false,
    partition: null,
    conditions: [],
    pods: [pod({ name: "checkout-0" }), pod({ name: "checkout-1" }), pod({ name: "checkout-2" })],
    managedBy: null,
    revision: null,
    ...changes,
  };
}
