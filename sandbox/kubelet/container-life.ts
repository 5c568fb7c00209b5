import { setTimeout as sleep } from "node:timers/promises";

import { timestamp } from "#sandbox/kubernetes/object.ts";
import type { Pod, Terminated } from "#sandbox/kubernetes/pod.ts";

import type { Behaviour } from "./behaviour.ts";
import type { ContainerRecord } from "./container-record.ts";
import type { EventRecorder } from "./event-recorder.ts";
import type { ImageSource, PulledImage } from "./image-source.ts";

/** How long things take. `backOffMs` is the first wait after a failed pull or a crash. */
export interface Pace {
  readonly pullMs: number;
  readonly startMs: number;
  readonly backOffMs?: number;
}

export interface ContainerHost {
  readonly pod: Pod;
  readonly images: ImageSource;
  readonly events: EventRecorder;
  readonly pace: () => Pace;
  readonly now: () => Date;
  readonly newContainerId: () => string;
  readonly signal: AbortSignal;
  /** Has the pod's status written. */
  changed(): void;
}

const defaultBackOffMs = 5_000;
const longestBackOff = 12;

/** Lives the life of one container; resolves when it runs for good or has ended for good. */
export async function liveContainer(record: ContainerRecord, host: ContainerHost): Promise<void> {
  for (let crashes = 0; ; crashes += 1) {
    const image = await pullImage(record, host);
    const ended = await runContainer({ record, image, host });
    if (!ended || !restarts(record, host.pod, ended)) return;
    if (crashes > 0) await backOffCrash({ record, crashes, ended, host });
    record.restartCount += 1;
    record.lastState = { terminated: ended };
  }
}

async function pullImage(record: ContainerRecord, host: ContainerHost): Promise<PulledImage> {
  const { container } = record;
  const present = host.images.present(container.image);
  if (present && container["imagePullPolicy"] !== "Always") {
    note(record, host, {
      reason: "Pulled",
      message: `Container image "${container.image}" already present on machine`,
    });
    return present;
  }
  for (let failures = 0; ; failures += 1) {
    note(record, host, { reason: "Pulling", message: `Pulling image "${container.image}"` });
    const { pullMs } = host.pace();
    await sleep(pullMs, undefined, host);
    const pulled = await host.images.pull(container.image);
    if (pulled.kind === "pulled") {
      const took = `${pullMs}ms (${pullMs}ms including waiting)`;
      note(record, host, {
        reason: "Pulled",
        message: `Successfully pulled image "${container.image}" in ${took}. Image size: ${pulled.bytes} bytes.`,
      });
      return pulled;
    }
    if (pulled.kind === "invalid") await waitForever({ record, message: pulled.message, host });
    else await backOffPull({ record, failures, message: pulled.message, host });
  }
}

/** Nothing but another pod helps against a name that is no image. */
async function waitForever({
  record,
  message,
  host,
}: {
  record: ContainerRecord;
  message: string;
  host: ContainerHost;
}): Promise<void> {
  warn(record, host, { reason: "InspectFailed", message });
  warn(record, host, { reason: "Failed", message: "Error: InvalidImageName" });
  record.state = { waiting: { reason: "InvalidImageName", message } };
  host.changed();
  await new Promise((_resolve, reject) => {
    host.signal.addEventListener("abort", () => reject(host.signal.reason), { once: true });
  });
}

async function backOffPull({
  record,
  failures,
  message,
  host,
}: {
  record: ContainerRecord;
  failures: number;
  message: string;
  host: ContainerHost;
}): Promise<void> {
  const { image } = record.container;
  warn(record, host, { reason: "Failed", message: `Failed to pull image "${image}": ${message}` });
  warn(record, host, { reason: "Failed", message: "Error: ErrImagePull" });
  record.state = { waiting: { reason: "ErrImagePull", message } };
  host.changed();
  const wait = backOff(host.pace(), failures);
  await sleep(wait / 10, undefined, host);
  const backingOff = `Back-off pulling image "${image}"`;
  note(record, host, { reason: "BackOff", message: backingOff });
  warn(record, host, { reason: "Failed", message: "Error: ImagePullBackOff" });
  record.state = {
    waiting: { reason: "ImagePullBackOff", message: `${backingOff}: ErrImagePull: ${message}` },
  };
  host.changed();
  await sleep((wait * 9) / 10, undefined, host);
}

/** Runs the container; the way it ended, or null where it goes on running. */
async function runContainer({
  record,
  image,
  host,
}: {
  record: ContainerRecord;
  image: PulledImage;
  host: ContainerHost;
}): Promise<Terminated | null> {
  const startedAt = timestamp(host.now());
  const containerID = `containerd://${host.newContainerId()}`;
  note(record, host, { reason: "Created", message: `Created container: ${record.container.name}` });
  note(record, host, { reason: "Started", message: `Started container ${record.container.name}` });
  const { image: name, imageID } = image;
  Object.assign(record, { image: name, imageID, containerID, started: true, ready: false });
  record.state = { running: { startedAt } };
  host.changed();
  const exit = await behave({ record, behaviour: image.behaviour, host });
  if (!exit) return null;
  const finishedAt = timestamp(host.now());
  const terminated = { ...exit, startedAt, finishedAt, containerID };
  Object.assign(record, { ready: record.init && exit.exitCode === 0, started: false });
  record.state = { terminated };
  host.changed();
  return terminated;
}

type Exit = Pick<Terminated, "exitCode" | "reason" | "message">;

async function behave({
  record,
  behaviour,
  host,
}: {
  record: ContainerRecord;
  behaviour: Behaviour;
  host: ContainerHost;
}): Promise<Exit | null> {
  const { startMs } = host.pace();
  switch (behaviour.kind) {
    case "crash":
      await sleep(startMs / 2, undefined, host);
      return { exitCode: behaviour.exitCode, reason: "Error", message: behaviour.message };
    case "oom":
      await sleep(startMs / 2, undefined, host);
      return {
        exitCode: 137,
        reason: "OOMKilled",
        ...(behaviour.message && { message: behaviour.message }),
      };
    case "never-ready":
      await sleep(startMs, undefined, host);
      warn(record, host, {
        reason: "Unhealthy",
        message: `Readiness probe failed: ${behaviour.message}`,
      });
      return null;
    case "healthy":
      return stayHealthy({ record, startMs: startMs + behaviour.slowMs, host });
  }
}

/** A service becomes ready and stays; an init container or a job's does its work and ends. */
async function stayHealthy({
  record,
  startMs,
  host,
}: {
  record: ContainerRecord;
  startMs: number;
  host: ContainerHost;
}): Promise<Exit | null> {
  const sidecar = record.container["restartPolicy"] === "Always";
  const finishes = record.init ? !sidecar : host.pod.spec.restartPolicy !== "Always";
  if (!finishes || !record.init) {
    await sleep(finishes ? 0 : startMs, undefined, host);
    record.ready = true;
    host.changed();
  }
  if (!finishes) return null;
  await sleep(startMs, undefined, host);
  return { exitCode: 0, reason: "Completed" };
}

async function backOffCrash({
  record,
  crashes,
  ended,
  host,
}: {
  record: ContainerRecord;
  crashes: number;
  ended: Terminated;
  host: ContainerHost;
}): Promise<void> {
  const { name, namespace = "", uid } = host.pod.metadata;
  const wait = backOff(host.pace(), crashes - 1);
  const seconds = Math.max(1, Math.round(wait / 1000));
  record.lastState = { terminated: ended };
  record.state = {
    waiting: {
      reason: "CrashLoopBackOff",
      message: `back-off ${seconds}s restarting failed container=${record.container.name} pod=${name}_${namespace}(${uid})`,
    },
  };
  warn(record, host, {
    reason: "BackOff",
    message: `Back-off restarting failed container ${record.container.name} in pod ${name}_${namespace}(${uid})`,
  });
  host.changed();
  await sleep(wait, undefined, host);
}

function restarts({ init }: ContainerRecord, { spec }: Pod, { exitCode }: Terminated): boolean {
  if (init && exitCode === 0) return false;
  const policy = spec.restartPolicy ?? "Always";
  return policy === "Always" || (policy === "OnFailure" && exitCode !== 0);
}

function backOff({ backOffMs = defaultBackOffMs }: Pace, failures: number): number {
  return backOffMs * Math.min(2 ** failures, longestBackOff);
}

interface Note {
  readonly reason: string;
  readonly message: string;
}

function note({ container, init }: ContainerRecord, host: ContainerHost, event: Note): void {
  host.events.record({ type: "Normal", ...event, fieldPath: fieldPath(container.name, init) });
}

function warn({ container, init }: ContainerRecord, host: ContainerHost, event: Note): void {
  host.events.record({ type: "Warning", ...event, fieldPath: fieldPath(container.name, init) });
}

function fieldPath(name: string, init: boolean): string {
  return `spec.${init ? "initContainers" : "containers"}{${name}}`;
}
