import { setTimeout as sleep } from "node:timers/promises";

import type { ApiClient } from "#sandbox/api/api-client.ts";
import type { Pod, PodStatus } from "#sandbox/kubernetes/pod.ts";

import { liveContainer, type Pace } from "./container-life.ts";
import { newRecord, type ContainerRecord } from "./container-record.ts";
import { EventRecorder } from "./event-recorder.ts";
import type { ImageSource } from "./image-source.ts";
import { podStatus } from "./pod-status.ts";

export interface PodHost {
  readonly client: ApiClient;
  readonly images: ImageSource;
  readonly pace: () => Pace;
  readonly now: () => Date;
  readonly newContainerId: () => string;
  readonly nodeName: string;
  readonly addresses: { readonly podIP: string; readonly hostIP: string };
}

const longestStopMs = 300;
const retryMs = 500;

/** Runs one pod: init containers in order, then all containers; keeps its status written. */
export class PodWorker {
  readonly #pod: Pod;
  readonly #host: PodHost;
  readonly #events: EventRecorder;
  readonly #stop = new AbortController();
  readonly #records: readonly ContainerRecord[];
  #status: PodStatus;
  #dirty = false;
  #writing = false;
  #stopping = false;

  constructor(pod: Pod, host: PodHost) {
    this.#pod = pod;
    this.#host = host;
    this.#status = pod.status ?? {};
    this.#records = recordsOf(pod);
    const { client, nodeName, now } = host;
    this.#events = new EventRecorder({ client, pod, component: "kubelet", host: nodeName, now });
  }

  start(): void {
    this.#changed();
    this.#live().catch(ignoreAbort);
  }

  /** Ends the work: at once where the pod is gone, else after a moment by deleting it for good. */
  finish(): void {
    if (this.#stopping) return;
    this.#stopping = true;
    this.#stop.abort();
    this.#terminate().catch(() => undefined);
  }

  /** Forgets a pod that is gone. */
  abandon(): void {
    this.#stopping = true;
    this.#stop.abort();
  }

  async #live(): Promise<void> {
    const { images, pace, now, newContainerId } = this.#host;
    const host = {
      pod: this.#pod,
      images,
      events: this.#events,
      pace,
      now,
      newContainerId,
      signal: this.#stop.signal,
      changed: () => this.#changed(),
    };
    for (const record of this.#records.filter(({ init }) => init)) {
      await liveContainer(record, host);
      if ((record.state.terminated?.exitCode ?? 0) !== 0) return;
    }
    await Promise.all(
      this.#records
        .filter(({ init }) => !init)
        .map((record) => {
          if (record.state.waiting) record.state = { waiting: { reason: "ContainerCreating" } };
          return liveContainer(record, host);
        }),
    );
  }

  async #terminate(): Promise<void> {
    for (const { container, state } of this.#records) {
      if (!state.running) continue;
      const message = `Stopping container ${container.name}`;
      const fieldPath = `spec.containers{${container.name}}`;
      this.#events.record({ type: "Normal", reason: "Killing", message, fieldPath });
    }
    await sleep(Math.min(this.#host.pace().startMs, longestStopMs));
    const { uid } = this.#pod.metadata;
    await this.#host.client.request({
      method: "DELETE",
      path: this.#path(),
      body: {
        kind: "DeleteOptions",
        apiVersion: "v1",
        gracePeriodSeconds: 0,
        preconditions: { uid },
      },
    });
  }

  #changed(): void {
    this.#dirty = true;
    if (this.#writing) return;
    this.#writing = true;
    this.#write()
      .catch(ignoreAbort)
      .finally(() => {
        this.#writing = false;
      });
  }

  /** Writes the newest state until nothing newer came up meanwhile. */
  async #write(): Promise<void> {
    await Promise.resolve();
    while (this.#dirty && !this.#stopping) {
      this.#dirty = false;
      const { addresses, now, client } = this.#host;
      const spec = this.#pod.spec;
      this.#status = podStatus({
        spec,
        records: this.#records,
        previous: this.#status,
        addresses,
        now: now(),
      });
      const { code } = await client.request({
        method: "PATCH",
        path: `${this.#path()}/status`,
        contentType: "application/merge-patch+json",
        body: { metadata: { uid: this.#pod.metadata.uid }, status: this.#status },
      });
      if (code === 404 || code === 409) return;
      if (code >= 400) {
        this.#dirty = true;
        await sleep(retryMs, undefined, { signal: this.#stop.signal });
      }
    }
  }

  #path(): string {
    const { namespace = "default", name } = this.#pod.metadata;
    return `/api/v1/namespaces/${namespace}/pods/${name}`;
  }
}

function recordsOf({ spec, status }: Pod): readonly ContainerRecord[] {
  const { containers, initContainers = [] } = spec;
  const known = [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])];
  function restartsOf(name: string) {
    return known.find((each) => each.name === name)?.restartCount ?? 0;
  }
  function record(init: boolean) {
    return (container: (typeof containers)[number]) =>
      newRecord({
        container,
        init,
        waitsForInit: initContainers.length > 0,
        restartCount: restartsOf(container.name),
      });
  }
  return [...initContainers.map(record(true)), ...containers.map(record(false))];
}

/** Work ends by abort when its pod or its kubelet does, and a lost connection ends with the latter. */
function ignoreAbort(): void {}
