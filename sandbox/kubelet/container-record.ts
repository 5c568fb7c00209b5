import type { Container, ContainerState, ContainerStatus } from "#sandbox/kubernetes/pod.ts";

/** One container of a pod as its kubelet knows it; the worker changes it as things happen. */
export interface ContainerRecord {
  readonly container: Container;
  readonly init: boolean;
  state: ContainerState;
  lastState: ContainerState;
  ready: boolean;
  started: boolean;
  restartCount: number;
  image: string;
  imageID: string;
  containerID: string | null;
}

/** A container before anything has happened to it. */
export function newRecord({
  container,
  init,
  waitsForInit,
  restartCount,
}: {
  container: Container;
  init: boolean;
  waitsForInit: boolean;
  restartCount: number;
}): ContainerRecord {
  return {
    container,
    init,
    state: { waiting: { reason: waitsForInit ? "PodInitializing" : "ContainerCreating" } },
    lastState: {},
    ready: false,
    started: false,
    restartCount,
    image: container.image,
    imageID: "",
    containerID: null,
  };
}

/** The record as the pod's status shows it. */
export function statusOfContainer(record: ContainerRecord): ContainerStatus {
  const { container, ready, started, restartCount, image, imageID, state, lastState } = record;
  return {
    name: container.name,
    image,
    imageID,
    ...(record.containerID && { containerID: record.containerID }),
    ready,
    started,
    restartCount,
    state,
    lastState,
  };
}
