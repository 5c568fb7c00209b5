import { z } from "zod";

import type { CachedObject } from "#agent/watch/object-cache.ts";
import type { ObservedPod, ObservedPodContainer } from "#domain/rollout/observed.ts";

import { Conditions, shortened } from "./conditions.ts";
import { Metadata, controllerOf, managerOf } from "./metadata.ts";
import type { Owner } from "./metadata.ts";
import { PodSpec, containersOf, logTellers } from "./pod-template.ts";

/** What is kept of a pod; whether it is of the newest revision only its workload can tell. */
export interface PodRecord extends CachedObject {
  readonly owner: Owner | null;
  readonly managedBy: string | null;
  readonly generation: number;
  /** The hash of its revision, which StatefulSets, DaemonSets and Argo Rollouts put on their pods. */
  readonly revision: string | null;
  readonly observed: Omit<ObservedPod, "current">;
  /** What containers left in their log when they ended, by their names; told only where logs may be read. */
  readonly lastLines?: ReadonlyMap<string, LastLines>;
}

type LastLines = Pick<ObservedPodContainer, "message" | "lastMessage">;

const ContainerState = z
  .object({
    waiting: z.object({ reason: z.string().nullish(), message: z.string().nullish() }).nullish(),
    running: z.object({}).nullish(),
    terminated: z
      .object({
        reason: z.string().nullish(),
        message: z.string().nullish(),
        exitCode: z.int().nullish(),
      })
      .nullish(),
  })
  .nullish();

const ContainerStatus = z.object({
  name: z.string(),
  imageID: z.string().nullish(),
  ready: z.boolean().nullish(),
  restartCount: z.int().nullish(),
  state: ContainerState,
  lastState: ContainerState,
});

const Pod = z.object({
  metadata: Metadata,
  spec: PodSpec,
  status: z
    .object({
      phase: z.string().nullish(),
      conditions: Conditions,
      containerStatuses: z.array(ContainerStatus).nullish(),
      initContainerStatuses: z.array(ContainerStatus).nullish(),
    })
    .default({}),
});
type Pod = z.infer<typeof Pod>;

/** What is kept of a Pod. */
export function podRecord(object: unknown): PodRecord {
  const pod = Pod.parse(object);
  const { metadata, status } = pod;
  const ready = status.conditions?.find(({ type }) => type === "Ready");
  const scheduled = status.conditions?.find(({ type }) => type === "PodScheduled");
  const lastLines = lastLinesOf(pod, object);
  const isUnschedulable = scheduled?.status === "False" && scheduled.reason === "Unschedulable";
  return {
    uid: metadata.uid,
    namespace: metadata.namespace,
    name: metadata.name,
    owner: controllerOf(metadata),
    managedBy: managerOf(metadata),
    generation: metadata.generation,
    revision: revisionOf(metadata),
    observed: {
      name: metadata.name,
      phase: status.phase ?? "Pending",
      ready: ready?.status === "True",
      deleting: Boolean(metadata.deletionTimestamp),
      createdAt: metadata.creationTimestamp ?? "",
      unschedulable: isUnschedulable
        ? shortened(scheduled.message ?? "no node fits", { object })
        : null,
      containers: podContainers(pod, object),
    },
    ...(lastLines.size > 0 && { lastLines }),
  };
}

/** The pod with what its containers left in their logs. */
export function withLastLines(pod: PodRecord): PodRecord {
  const { lastLines, observed } = pod;
  if (lastLines === undefined) return pod;
  const containers = observed.containers.map((each) => ({ ...each, ...lastLines.get(each.name) }));
  return { ...pod, observed: { ...observed, containers } };
}

function lastLinesOf({ spec, status }: Pod, object: unknown): ReadonlyMap<string, LastLines> {
  const tellers = logTellers(spec);
  const all = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
  return new Map(
    all.flatMap(({ name, state, lastState }) => {
      const { message } = readState(state, object);
      const left = { ...(state?.terminated && { message }), ...lastWords(lastState, object) };
      const isEmpty = !left.message && !left.lastMessage;
      return isEmpty || !tellers.has(name) ? [] : [[name, { message, ...left }] as const];
    }),
  );
}

function revisionOf({ labels }: Metadata): string | null {
  return labels?.["controller-revision-hash"] ?? labels?.["rollouts-pod-template-hash"] ?? null;
}

function podContainers({ spec, status }: Pod, object: unknown): readonly ObservedPodContainer[] {
  const statuses = new Map(
    [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])].map((each) => [
      each.name,
      each,
    ]),
  );
  const tellers = logTellers(spec);
  return containersOf(spec).map((container) => {
    const { imageID, ready, restartCount, state, lastState } = statuses.get(container.name) ?? {};
    return {
      ...container,
      imageId: imageID ? imageID.replace(/^docker-pullable:\/\//, "") : null,
      ready: ready ?? false,
      restarts: restartCount ?? 0,
      ...withoutLog(readState(state, object), tellers.has(container.name)),
      lastReason: lastState?.terminated?.reason || null,
      lastExitCode: lastState?.terminated?.exitCode ?? null,
      ...(!tellers.has(container.name) && lastWords(lastState, object)),
    };
  });
}

function withoutLog<T extends Pick<ObservedPodContainer, "state" | "message">>(
  read: T,
  tellsLog: boolean,
): T {
  return tellsLog && read.state === "terminated" ? { ...read, message: null } : read;
}

function lastWords(
  state: z.infer<typeof ContainerState>,
  object: unknown,
): Pick<ObservedPodContainer, "lastMessage"> {
  const message = state?.terminated?.message;
  return message ? { lastMessage: shortened(message, { object }) } : {};
}

/** A container without a status waits: its pod was not started yet. */
function readState(
  state: z.infer<typeof ContainerState>,
  object: unknown,
): Pick<ObservedPodContainer, "state" | "reason" | "message" | "exitCode"> {
  if (state?.running) return { state: "running", reason: null, message: null, exitCode: null };
  const { reason, message } = state?.terminated ?? state?.waiting ?? {};
  return {
    state: state?.terminated ? "terminated" : "waiting",
    reason: reason || null,
    message: message ? shortened(message, { object }) : null,
    exitCode: state?.terminated?.exitCode ?? null,
  };
}
