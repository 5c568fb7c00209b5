import { describe, expect, it } from "vitest";

import { applicationRecord } from "./application-record.ts";
import { cronJobRecord } from "./cron-job-record.ts";
import { daemonSetRecord } from "./daemon-set-record.ts";
import { deploymentRecord } from "./deployment-record.ts";
import { helmReleaseRecord } from "./helm-release-record.ts";
import { jobRecord } from "./job-record.ts";
import { podRecord, withLastLines } from "./pod-record.ts";
import { replicaSetRecord } from "./replica-set-record.ts";
import { revisionRecord } from "./revision-record.ts";
import { rolloutRecord } from "./rollout-record.ts";
import { statefulSetRecord } from "./stateful-set-record.ts";
import { warningRecord } from "./warning-record.ts";

const canary = "s3cr3t-canary";

/** A pod's description with a secret wherever one could stand. */
const podSpec = {
  initContainers: [{ name: "migrate", image: "r.test/migrate:1", args: [canary] }],
  containers: [
    {
      name: "web",
      image: "r.test/web:1",
      command: ["run", canary],
      env: [{ name: "PASSWORD", value: canary }],
      livenessProbe: { httpGet: { httpHeaders: [{ name: "Authorization", value: canary }] } },
    },
  ],
  volumes: [{ name: canary }],
  imagePullSecrets: [{ name: canary }],
};
const template = { metadata: { annotations: { secret: canary } }, spec: podSpec };

function metadata(extra: object = {}) {
  return {
    uid: "u1",
    name: "web",
    namespace: "shop",
    generation: 3,
    creationTimestamp: "2026-01-01T00:00:00Z",
    annotations: { "kubectl.kubernetes.io/last-applied-configuration": canary },
    labels: { token: canary },
    managedFields: [{ manager: canary }],
    ...extra,
  };
}

const containers = [
  { name: "web", init: false, image: "r.test/web:1" },
  { name: "migrate", init: true, image: "r.test/migrate:1" },
];

describe("what is kept of", () => {
  it("a Deployment: its counts, its containers, the number of its revision", () => {
    const annotations = { "deployment.kubernetes.io/revision": "7" };
    const record = deploymentRecord({
      metadata: metadata({ annotations }),
      spec: { replicas: 3, paused: true, template },
      status: {
        observedGeneration: 2,
        replicas: 4,
        updatedReplicas: 1,
        readyReplicas: 3,
        availableReplicas: 2,
        conditions: [{ type: "Available", status: "True", lastUpdateTime: "2026-01-01T00:00:00Z" }],
      },
    });
    expect(record).toMatchObject({
      kind: "deployment",
      generation: 3,
      observedGeneration: 2,
      containers,
      replicas: { desired: 3, total: 4, updated: 1, ready: 3, available: 2 },
      paused: true,
      revision: "7",
    });
    expect(record.conditions).toEqual([
      { type: "Available", status: "True", reason: null, message: null },
    ]);
  });

  it("a Deployment that no controller has seen: one replica wanted, none there", () => {
    const record = deploymentRecord({ metadata: metadata(), spec: { template } });
    expect(record.replicas).toEqual({ desired: 1, total: 0, updated: 0, ready: 0, available: 0 });
    expect(record.observedGeneration).toBe(0);
  });

  it("a StatefulSet: its partition, its strategy and the hash of its newest revision", () => {
    const rolling = { type: "RollingUpdate", rollingUpdate: { partition: 2 } };
    const spec = { replicas: 5, updateStrategy: rolling, template };
    const status = { updateRevision: "web-abc", readyReplicas: 4, replicas: 5, updatedReplicas: 3 };
    expect(statefulSetRecord({ metadata: metadata(), spec, status })).toMatchObject({
      kind: "statefulset",
      partition: 2,
      onDelete: false,
      revision: "web-abc",
      replicas: { desired: 5, total: 5, updated: 3, ready: 4, available: 4 },
    });
    const onDelete = { ...spec, updateStrategy: { type: "OnDelete" } };
    expect(statefulSetRecord({ metadata: metadata(), spec: onDelete, status })).toMatchObject({
      partition: null,
      onDelete: true,
    });
  });

  it("a DaemonSet: its counts under the common names", () => {
    const status = {
      observedGeneration: 3,
      desiredNumberScheduled: 6,
      currentNumberScheduled: 5,
      updatedNumberScheduled: 4,
      numberReady: 3,
      numberAvailable: 2,
    };
    expect(daemonSetRecord({ metadata: metadata(), spec: { template }, status })).toMatchObject({
      kind: "daemonset",
      replicas: { desired: 6, total: 5, updated: 4, ready: 3, available: 2 },
    });
  });

  it("a ReplicaSet: who made it", () => {
    const owner = { uid: "d1", kind: "Deployment", name: "web", controller: true };
    const record = replicaSetRecord({
      metadata: metadata({
        ownerReferences: [{ ...owner, uid: "other", controller: false }, owner],
      }),
      spec: { replicas: 2, template },
      status: { replicas: 2, fullyLabeledReplicas: 2, readyReplicas: 1 },
    });
    expect(record.owner).toEqual({ uid: "d1", kind: "Deployment" });
  });

  it("a Job and a CronJob: their runs", () => {
    const status = { active: 1, ready: 1, succeeded: 2 };
    expect(
      jobRecord({ metadata: metadata(), spec: { completions: 5, template }, status }).replicas,
    ).toEqual({ desired: 5, total: 1, updated: 1, ready: 1, available: 2 });
    const spec = { suspend: true, jobTemplate: { spec: { template } } };
    expect(
      cronJobRecord({ metadata: metadata(), spec, status: { active: [{}, {}] } }),
    ).toMatchObject({ paused: true, containers, replicas: { desired: 0, total: 2 } });
  });

  it.each([
    ["a section", { web: { image: { repository: "r.test/web", tag: "1.2.0" } } }, "web"],
    ["the top", { image: { repository: "r.test/web", tag: "1.2.0" } }, "chart-image"],
  ])("a HelmRelease: the image at %s of its values", (_where, values, name) => {
    const record = helmReleaseRecord({
      metadata: metadata(),
      spec: { values: { ...values, password: canary } },
      status: { observedGeneration: -1 },
    });
    expect(record.containers).toEqual([{ name, init: false, image: "r.test/web:1.2.0" }]);
    expect(record.observedGeneration).toBe(0);
  });

  it.each([
    [{ labels: { "helm.toolkit.fluxcd.io/name": "web" } }, "helmrelease/web"],
    [{ labels: { "kustomize.toolkit.fluxcd.io/name": "apps" } }, "kustomization/apps"],
    [
      { annotations: { "argocd.argoproj.io/tracking-id": "shop:apps/Deployment:a/b" } },
      "argocd/shop",
    ],
    [{}, null],
  ])("an engine's mark %j: %s", (marks, managedBy) => {
    const record = deploymentRecord({ metadata: metadata(marks), spec: { template } });
    expect(record.managedBy).toBe(managedBy);
  });

  it("a pod that runs", () => {
    const record = podRecord({
      metadata: metadata({ labels: { "controller-revision-hash": "abc" } }),
      spec: podSpec,
      status: {
        phase: "Running",
        conditions: [{ type: "Ready", status: "True" }],
        containerStatuses: [
          {
            name: "web",
            imageID: "docker-pullable://r.test/web@sha256:aa",
            ready: true,
            restartCount: 2,
            state: { running: {} },
            lastState: { terminated: { reason: "OOMKilled", exitCode: 137 } },
          },
        ],
      },
    });
    expect(record.revision).toBe("abc");
    expect(record.observed).toMatchObject({ ready: true, phase: "Running", deleting: false });
    expect(record.observed.containers[0]).toEqual({
      name: "web",
      init: false,
      image: "r.test/web:1",
      imageId: "r.test/web@sha256:aa",
      ready: true,
      restarts: 2,
      state: "running",
      reason: null,
      message: null,
      exitCode: null,
      lastReason: "OOMKilled",
      lastExitCode: 137,
    });
    expect(record.observed.containers[1]).toMatchObject({ init: true, state: "waiting" });
  });

  it.each([
    [{ waiting: { reason: "ErrImagePull", message: "no" } }, "waiting", "ErrImagePull", null],
    [{ terminated: { reason: "Error", exitCode: 1 } }, "terminated", "Error", 1],
  ])("a container with the state %j", (state, kind, reason, exitCode) => {
    const containerStatuses = [{ name: "web", state }];
    const pod = podRecord({ metadata: metadata(), spec: podSpec, status: { containerStatuses } });
    expect(pod.observed.containers[0]).toMatchObject({ state: kind, reason, exitCode });
  });

  it("a pod that no node takes", () => {
    const scheduled = { type: "PodScheduled", status: "False", reason: "Unschedulable" };
    const conditions = [{ ...scheduled, message: "0/3 nodes are available" }];
    const pod = podRecord({ metadata: metadata(), spec: podSpec, status: { conditions } });
    expect(pod.observed.unschedulable).toBe("0/3 nodes are available");
  });

  it("an event: what it is about, its reason, its sentence", () => {
    const involvedObject = { uid: "p1", fieldPath: "spec.containers{web}" };
    const at = "2026-01-01T00:00:00Z";
    const message = "Readiness probe failed: HTTP probe failed with statuscode: 500";
    expect(
      warningRecord({
        metadata: metadata(),
        involvedObject,
        reason: "Unhealthy",
        message,
        lastTimestamp: at,
      }),
    ).toMatchObject({ about: "p1", container: "web", reason: "Unhealthy", message, at });
  });

  it.each([
    { series: { lastObservedTime: "4" }, lastTimestamp: "3", eventTime: "2", at: "4" },
    { lastTimestamp: null, eventTime: "2", at: "2" },
    { at: "2026-01-01T00:00:00Z" },
  ])("an event's newest time: $at", ({ at, ...times }) => {
    const involvedObject = { uid: "p1" };
    expect(warningRecord({ metadata: metadata(), involvedObject, ...times }).at).toBe(at);
  });

  it("a container's last words, apart where they are lines of its log", () => {
    const lastState = { terminated: { exitCode: 1, message: canary } };
    const [container] = podSpec.containers;
    const spec = {
      containers: [{ ...container, terminationMessagePolicy: "FallbackToLogsOnError" }],
    };
    const states = [lastState, { terminated: null }].map((state) => ({
      containerStatuses: [{ name: "web", state, lastState }],
    }));
    for (const status of states) {
      const silent = podRecord({ metadata: metadata(), spec, status });
      expect(JSON.stringify(silent.observed)).not.toContain(canary);
      const [told] = withLastLines(silent).observed.containers;
      expect(told?.lastMessage).toBe(canary);
      expect(told?.message).toBe(status === states[0] ? canary : null);
    }
    const telling = podRecord({ metadata: metadata(), spec: podSpec, status: states[1] });
    expect(telling.observed.containers[0]?.lastMessage).toBe(canary);
  });

  it("any object: never a value that could be a secret", () => {
    const spec = { template, jobTemplate: { spec: { template } }, values: { password: canary } };
    const object = { metadata: metadata(), spec, data: template, revision: 1, status: {} };
    const kept = [
      deploymentRecord,
      statefulSetRecord,
      daemonSetRecord,
      replicaSetRecord,
      jobRecord,
      cronJobRecord,
      helmReleaseRecord,
      rolloutRecord,
      applicationRecord,
      revisionRecord,
    ].map((record) => record(object));
    const pod = podRecord({ metadata: metadata(), spec: podSpec });
    expect(JSON.stringify([kept, pod])).not.toContain(canary);
  });

  it.each([[{}], [null], ["text"], [{ metadata: {} }]])("nothing of %j", (object) => {
    expect(() => deploymentRecord(object)).toThrow();
    expect(() => podRecord(object)).toThrow();
  });
});
