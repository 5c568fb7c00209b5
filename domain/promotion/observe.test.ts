import { describe, expect, it } from "vitest";

import { newImage, oldImage, pod, podContainer, workload } from "#test/observed-workload.ts";

import { describePod, judgeWorkload } from "./observe.ts";
import type { AwaitedCluster, AwaitedWorkload, Verdict } from "./observe.ts";

const minute = 60_000;
const released: AwaitedWorkload = {
  name: "shop:deployment/checkout",
  targets: { checkout: newImage },
  observed: workload(),
  waitedMs: 5_000,
  supersededBy: null,
};
const cluster: AwaitedCluster = { name: "prod", connected: true, silence: "", syncError: null };
const old = workload({ containers: [{ name: "checkout", init: false, image: oldImage }] });
const rolling = workload({
  replicas: { desired: 3, total: 4, updated: 1, ready: 3, available: 3 },
});
const crashing = workload({
  replicas: { desired: 3, total: 4, updated: 1, ready: 3, available: 3 },
  pods: [
    pod({
      ready: false,
      containers: [
        podContainer({ ready: false, state: "waiting", reason: "ImagePullBackOff", message: "no" }),
      ],
    }),
  ],
});
const unschedulable = workload({
  replicas: { desired: 3, total: 4, updated: 1, ready: 3, available: 3 },
  pods: [
    pod({ phase: "Pending", ready: false, unschedulable: "0/3 nodes: no memory", containers: [] }),
  ],
});

describe("judgeWorkload", () => {
  it.each<{
    about: string;
    workload?: Partial<AwaitedWorkload>;
    cluster?: Partial<AwaitedCluster>;
    verdict: Partial<Verdict>;
  }>([
    { about: "pods run the target", verdict: { status: "updated", message: "3 of 3 ready" } },
    {
      about: "the cluster still has the old image",
      workload: { observed: old },
      verdict: {
        status: "committed",
        message: `container checkout is still at ${oldImage} in the cluster`,
      },
    },
    {
      about: "pods are being replaced",
      workload: { observed: rolling },
      verdict: { status: "rolling", counts: { updated: 1, ready: 3, desired: 3 } },
    },
    {
      about: "an image cannot be pulled: at once",
      workload: { observed: crashing, waitedMs: 0 },
      verdict: { status: "failed" },
    },
    {
      about: "no node has room, for now",
      workload: { observed: unschedulable, waitedMs: minute - 1 },
      verdict: { status: "rolling" },
    },
    {
      about: "no node has room for a minute",
      workload: { observed: unschedulable, waitedMs: minute },
      verdict: { status: "failed" },
    },
    {
      about: "the workload is not there yet",
      workload: { observed: null },
      verdict: {
        status: "committed",
        message: "not in prod yet",
        counts: { updated: 0, ready: 0, desired: 0 },
      },
    },
    {
      about: "the workload never came",
      workload: { observed: null, waitedMs: 15 * minute },
      verdict: { status: "failed", message: "not done after 15 minutes: not in prod yet" },
    },
    {
      about: "pods are being replaced for too long",
      workload: { observed: rolling, waitedMs: 15 * minute },
      verdict: { status: "failed", message: expect.stringMatching(/^not done after 15 minutes: /) },
    },
    {
      about: "the sync failed before the image came",
      workload: { observed: old },
      cluster: { syncError: "prod's agent could not apply the commit: no rights" },
      verdict: { status: "failed", message: "prod's agent could not apply the commit: no rights" },
    },
    {
      about: "the sync failed and the workload is missing",
      workload: { observed: null },
      cluster: { syncError: "no rights" },
      verdict: { status: "failed", message: "no rights" },
    },
    {
      about: "the sync failed elsewhere but the image is there",
      cluster: { syncError: "no rights" },
      verdict: { status: "updated" },
    },
    {
      about: "the agent is away although its last word was good: never a success",
      cluster: { connected: false, silence: "for 70 s" },
      verdict: { status: "unknown", message: "no word from prod's agent for 70 s" },
    },
    {
      about: "the agent is away for an hour: still no judgement",
      workload: { waitedMs: 60 * minute, observed: null },
      cluster: { connected: false, silence: "for 60 min" },
      verdict: { status: "unknown" },
    },
    {
      about: "a later release set something else",
      workload: { supersededBy: 9 },
      verdict: { status: "failed", message: "Superseded by #9." },
    },
  ])("$verdict.status when $about", (example) => {
    const verdict = judgeWorkload(
      { ...released, ...example.workload },
      { ...cluster, ...example.cluster },
    );
    expect(verdict).toMatchObject(example.verdict);
  });
});

describe("describePod", () => {
  it.each<{ about: string; pod: Parameters<typeof pod>[0]; text: string }>([
    { about: "all is well", pod: {}, text: "" },
    { about: "it is stopping", pod: { deleting: true }, text: "is stopping" },
    { about: "it has no node", pod: { unschedulable: "no memory" }, text: "no memory" },
    {
      about: "a container waits",
      pod: {
        containers: [podContainer({ state: "waiting", reason: "ErrImagePull", message: "denied" })],
      },
      text: "checkout: ErrImagePull: denied",
    },
    {
      about: "a container crashed before",
      pod: {
        containers: [
          podContainer({ state: "waiting", reason: "CrashLoopBackOff", lastExitCode: 137 }),
        ],
      },
      text: "checkout: CrashLoopBackOff (exit code 137)",
    },
    {
      about: "a container crashed and left its last lines",
      pod: {
        containers: [
          podContainer({
            state: "waiting",
            reason: "CrashLoopBackOff",
            message: "back-off 40s restarting failed container",
            lastExitCode: 1,
            lastMessage: "starting\nno database address\n",
          }),
        ],
      },
      text: "checkout: CrashLoopBackOff (exit code 1): no database address",
    },
    {
      about: "a container ended",
      pod: { containers: [podContainer({ state: "terminated", reason: "Error", exitCode: 2 })] },
      text: "checkout: Error (exit code 2)",
    },
    {
      about: "an init container is done",
      pod: {
        containers: [
          podContainer({ init: true, state: "terminated", reason: "Completed", exitCode: 0 }),
          podContainer(),
        ],
      },
      text: "",
    },
    {
      about: "an init container is done and the next one waits",
      pod: {
        containers: [
          podContainer({ name: "migrate", init: true, state: "terminated", reason: "Completed" }),
          podContainer({ state: "waiting", reason: "CrashLoopBackOff" }),
        ],
      },
      text: "checkout: CrashLoopBackOff",
    },
  ])("$about: $text", ({ pod: changes, text }) => {
    expect(describePod(pod(changes))).toBe(text);
  });
});
