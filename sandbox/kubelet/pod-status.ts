import { timestamp } from "#sandbox/kubernetes/object.ts";
import type { Condition, PodSpec, PodStatus } from "#sandbox/kubernetes/pod.ts";

import { statusOfContainer, type ContainerRecord } from "./container-record.ts";

/** The status of a pod from its containers, in the shape a kubelet writes it. */
export function podStatus({
  spec,
  records,
  previous,
  addresses,
  now,
}: {
  spec: PodSpec;
  records: readonly ContainerRecord[];
  previous: PodStatus;
  addresses: { readonly podIP: string; readonly hostIP: string };
  now: Date;
}): PodStatus {
  const init = records.filter((record) => record.init);
  const main = records.filter((record) => !record.init);
  const phase = phaseOf({ spec, init, main });
  const { podIP, hostIP } = addresses;
  const hasNetwork = main.some((record) => record.containerID !== null);
  return {
    phase,
    conditions: conditionsOf({ phase, init, main, previous, now }),
    startTime: previous.startTime ?? timestamp(now),
    hostIP,
    hostIPs: [{ ip: hostIP }],
    ...(hasNetwork && { podIP, podIPs: [{ ip: podIP }] }),
    ...(init.length > 0 && { initContainerStatuses: init.map(statusOfContainer) }),
    containerStatuses: main.map(statusOfContainer),
    qosClass: previous.qosClass ?? "BestEffort",
  };
}

type Phase = NonNullable<PodStatus["phase"]>;

function phaseOf({
  spec,
  init,
  main,
}: {
  spec: PodSpec;
  init: readonly ContainerRecord[];
  main: readonly ContainerRecord[];
}): Phase {
  const exits = main.map(({ state }) => state.terminated?.exitCode);
  const ended = exits.every((exitCode) => exitCode !== undefined);
  const policy = spec.restartPolicy ?? "Always";
  if (policy === "Never" && init.some(({ state }) => (state.terminated?.exitCode ?? 0) !== 0)) {
    return "Failed";
  }
  if (ended && policy !== "Always") {
    if (exits.every((exitCode) => exitCode === 0)) return "Succeeded";
    if (policy === "Never") return "Failed";
  }
  return main.some(({ containerID }) => containerID !== null) ? "Running" : "Pending";
}

function conditionsOf({
  phase,
  init,
  main,
  previous,
  now,
}: {
  phase: Phase;
  init: readonly ContainerRecord[];
  main: readonly ContainerRecord[];
  previous: PodStatus;
  now: Date;
}): readonly Condition[] {
  const pending = init.filter(({ state }) => state.terminated?.exitCode !== 0);
  const unready = main.filter(({ ready }) => !ready);
  const completed = phase === "Succeeded";
  const readiness = completed
    ? { status: "False" as const, reason: "PodCompleted" }
    : unready.length === 0
      ? { status: "True" as const }
      : {
          status: "False" as const,
          reason: "ContainersNotReady",
          message: `containers with unready status: ${names(unready)}`,
        };
  const initialized =
    pending.length === 0 || completed
      ? { status: "True" as const }
      : {
          status: "False" as const,
          reason: "ContainersNotInitialized",
          message: `containers with incomplete status: ${names(pending)}`,
        };
  const conditions: readonly Omit<Condition, "lastTransitionTime">[] = [
    { type: "PodReadyToStartContainers", status: "True" },
    { type: "Initialized", ...initialized },
    { type: "Ready", ...readiness },
    { type: "ContainersReady", ...readiness },
    { type: "PodScheduled", status: "True" },
  ];
  return conditions.map((condition) => sinceWhen({ condition, previous, now }));
}

function sinceWhen({
  condition,
  previous,
  now,
}: {
  condition: Omit<Condition, "lastTransitionTime">;
  previous: PodStatus;
  now: Date;
}): Condition {
  const before = previous.conditions?.find(({ type }) => type === condition.type);
  const since = before?.status === condition.status ? before.lastTransitionTime : undefined;
  return { ...condition, lastTransitionTime: since ?? timestamp(now) };
}

function names(records: readonly ContainerRecord[]): string {
  return `[${records.map(({ container }) => container.name).join(" ")}]`;
}
