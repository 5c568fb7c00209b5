import { beforeEach, describe, expect, it } from "vitest";

import { daemonSetRecord } from "#agent/project/daemon-set-record.ts";
import { deploymentRecord } from "#agent/project/deployment-record.ts";
import { helmReleaseRecord } from "#agent/project/helm-release-record.ts";
import { podRecord } from "#agent/project/pod-record.ts";
import { replicaSetRecord } from "#agent/project/replica-set-record.ts";
import { revisionRecord } from "#agent/project/revision-record.ts";
import { statefulSetRecord } from "#agent/project/stateful-set-record.ts";
import { warningRecord } from "#agent/project/warning-record.ts";
import type { WorkloadRecord } from "#agent/project/workload-record.ts";
import type { ObjectCache } from "#agent/watch/object-cache.ts";

import { ChangeFeed } from "./change-feed.ts";
import { ClusterView } from "./cluster-view.ts";

let view: ClusterView;
let workloads: ObjectCache<WorkloadRecord>;
let feed: ChangeFeed;
let applied: Map<string, string>;

beforeEach(() => {
  applied = new Map();
  view = new ClusterView({
    changed: (uid) => feed.mark(uid),
    appliedRevision: (key) => applied.get(key) ?? null,
  });
  feed = new ChangeFeed(view);
  workloads = view.workloadCache();
});

interface Meta {
  readonly owner?: string;
  readonly labels?: Record<string, string>;
  readonly annotations?: Record<string, string>;
}

function metadata(uid: string, { owner, labels = {}, annotations = {} }: Meta = {}) {
  const controller = { kind: "Owner", name: "owner", controller: true };
  return {
    uid,
    name: uid,
    namespace: "shop",
    generation: 1,
    labels,
    annotations,
    ...(owner && { ownerReferences: [{ uid: owner, ...controller }] }),
  };
}

const template = { spec: { containers: [{ name: "web", image: "r.test/web:1" }] } };

function deployment(uid: string, meta?: Meta): void {
  workloads.put(deploymentRecord({ metadata: metadata(uid, meta), spec: { template } }));
}

function replicaSet(uid: string, owner: string, revision: string): void {
  const annotations = { "deployment.kubernetes.io/revision": revision };
  const meta = metadata(uid, { owner, annotations });
  workloads.put(replicaSetRecord({ metadata: meta, spec: { template } }));
}

function pod(uid: string, owner?: string, { ready = true, hash = "" } = {}): void {
  const labels = hash === "" ? {} : { "controller-revision-hash": hash };
  const containerStatuses = [{ name: "web", ready, state: { running: {} } }];
  const conditions = [{ type: "Ready", status: ready ? "True" : "False" }];
  view.pods.put(
    podRecord({
      metadata: metadata(uid, { labels, ...(owner && { owner }) }),
      spec: template.spec,
      status: { phase: "Running", conditions, containerStatuses },
    }),
  );
}

function podsOf(uid: string): readonly (readonly [string, boolean])[] {
  return (view.observe(uid)?.pods ?? []).map(({ name, current }) => [name, current]);
}

describe("a cluster's view", () => {
  it("gives a Deployment the pods of its ReplicaSets; the highest revision is the newest", () => {
    deployment("d");
    replicaSet("old", "d", "9");
    replicaSet("new", "d", "10");
    pod("p-old", "old");
    pod("p-new", "new");
    expect(podsOf("d")).toEqual([
      ["p-new", true],
      ["p-old", false],
    ]);
  });

  it("tells the last lines of a container's log only where logs may be read", () => {
    let mayReadLogs = false;
    view = new ClusterView({
      changed: () => {},
      appliedRevision: () => null,
      tellsLogs: () => mayReadLogs,
    });
    const [container] = template.spec.containers;
    const terminated = { exitCode: 1, message: "cannot reach the database" };
    const state = { waiting: { reason: "CrashLoopBackOff" } };
    view.pods.put(
      podRecord({
        metadata: metadata("p"),
        spec: {
          containers: [{ ...container, terminationMessagePolicy: "FallbackToLogsOnError" }],
        },
        status: { containerStatuses: [{ name: "web", state, lastState: { terminated } }] },
      }),
    );
    const lastWords = () => view.observe("p")?.pods[0]?.containers[0]?.lastMessage;
    expect(lastWords()).toBeUndefined();
    mayReadLogs = true;
    expect(lastWords()).toBe("cannot reach the database");
  });

  it("does not depend on the order in which the watches tell", () => {
    pod("p", "rs");
    replicaSet("rs", "d", "1");
    deployment("d");
    expect(feed.take().ups.map(({ uid, pods }) => [uid, pods.length])).toEqual([["d", 1]]);
  });

  it("tells a StatefulSet's newest pods by its update revision", () => {
    const status = { updateRevision: "h2" };
    workloads.put(statefulSetRecord({ metadata: metadata("s"), spec: { template }, status }));
    pod("s-0", "s", { hash: "h1" });
    pod("s-1", "s", { hash: "h2" });
    expect(podsOf("s")).toEqual([
      ["s-1", true],
      ["s-0", false],
    ]);
  });

  it("tells a DaemonSet's newest pods by its newest revision", () => {
    workloads.put(daemonSetRecord({ metadata: metadata("ds"), spec: { template } }));
    for (const [number, hash] of [
      [1, "h1"],
      [2, "h2"],
    ] as const) {
      const meta = metadata(`r${number}`, {
        owner: "ds",
        labels: { "controller-revision-hash": hash },
      });
      view.revisions.put(revisionRecord({ metadata: meta, revision: number }));
    }
    pod("ds-a", "ds", { hash: "h1" });
    pod("ds-b", "ds", { hash: "h2" });
    expect(podsOf("ds")).toEqual([
      ["ds-b", true],
      ["ds-a", false],
    ]);
  });

  it("counts ReplicaSets and pods as workloads only where nothing controls them", () => {
    deployment("d", { owner: "operator" });
    replicaSet("rs", "d", "1");
    replicaSet("of-a-rollout", "rollout", "1");
    pod("p", "rs");
    pod("static", "node");
    pod("alone");
    expect([...feed.snapshot()].map(({ kind, name }) => `${kind}/${name}`)).toEqual([
      "deployment/d",
      "pod/alone",
    ]);
  });

  it("gives a HelmRelease the pods and counts of its workloads", () => {
    workloads.put(
      helmReleaseRecord({ metadata: metadata("hr"), spec: { values: {} }, status: {} }),
    );
    const labels = {
      "helm.toolkit.fluxcd.io/name": "hr",
      "helm.toolkit.fluxcd.io/namespace": "shop",
    };
    deployment("d", { labels });
    replicaSet("rs", "d", "1");
    feed.take();
    pod("p", "rs");
    const { ups } = feed.take();
    expect(ups.map(({ kind, managedBy, pods }) => [kind, managedBy, pods.length])).toEqual([
      ["deployment", "helmrelease/hr", 1],
      ["helmrelease", null, 1],
    ]);
    expect(view.observe("hr")?.containers).toEqual([
      { name: "chart-image", init: false, image: "r.test/web:1" },
    ]);
  });

  it("reports thirty pods, those that are not ready first", () => {
    deployment("d");
    replicaSet("rs", "d", "1");
    for (let n = 10; n < 60; n += 1) pod(`p${n}`, "rs", { ready: n !== 55 });
    const pods = view.observe("d")?.pods ?? [];
    expect(pods).toHaveLength(30);
    expect(pods[0]).toMatchObject({ name: "p55", ready: false });
  });

  it("leaves out no pod whose image none of the others runs", () => {
    deployment("web");
    replicaSet("new", "web", "2");
    for (let index = 10; index < 60; index += 1) {
      const digest = index === 59 ? "bb" : "aa";
      view.pods.put(
        podRecord({
          metadata: metadata(`p${index}`, { owner: "new" }),
          spec: template.spec,
          status: {
            conditions: [{ type: "Ready", status: "True" }],
            containerStatuses: [
              { name: "web", ready: true, imageID: `r.test/web@sha256:${digest}` },
            ],
          },
        }),
      );
    }
    const pods = view.observe("web")?.pods ?? [];
    expect(pods).toHaveLength(30);
    expect(pods.map(({ name }) => name)).toEqual(expect.arrayContaining(["p10", "p59"]));
  });

  it("says which probe of a running container fails, by the last event", () => {
    deployment("d");
    replicaSet("rs", "d", "1");
    pod("p", "rs", { ready: false });
    for (const [uid, minute] of [
      ["e1", "01"],
      ["e2", "02"],
    ]) {
      view.warnings.put(
        warningRecord({
          reason: "Unhealthy",
          metadata: metadata(uid ?? ""),
          involvedObject: { uid: "p", fieldPath: "spec.containers{web}" },
          message: `Readiness probe failed: HTTP probe failed with statuscode: 5${minute}`,
          lastTimestamp: `2026-01-01T00:${minute}:00Z`,
        }),
      );
    }
    expect(view.observe("d")?.pods[0]?.containers[0]?.message).toBe(
      "Readiness probe failed: HTTP probe failed with statuscode: 502",
    );
  });

  it("names the revision that the sync applied", () => {
    deployment("d");
    applied.set("shop:deployment/d", "abc");
    expect(view.observe("d")).toMatchObject({ managedBy: "stagecoach", revision: "abc" });
  });
});

describe("a feed of changes", () => {
  it("tells what changed once, however often it was marked", () => {
    deployment("d");
    deployment("d");
    expect(feed.take().ups).toHaveLength(1);
    deployment("d");
    expect(feed.take()).toEqual({ ups: [], dels: [] });
  });

  it("tells what is gone, but not what came and went unseen", () => {
    deployment("d");
    feed.take();
    deployment("brief");
    workloads.remove("brief");
    workloads.remove("d");
    expect(feed.take()).toEqual({ ups: [], dels: ["d"] });
  });

  it("counts from a snapshot on", () => {
    deployment("a");
    deployment("b");
    expect([...feed.snapshot()].map(({ uid }) => uid)).toEqual(["a", "b"]);
    deployment("a");
    workloads.remove("b");
    expect(feed.take()).toEqual({ ups: [], dels: ["b"] });
  });

  it("takes the same name under a new uid for a deletion and an addition", () => {
    deployment("d");
    feed.take();
    const reborn = { ...metadata("d2"), name: "d" };
    workloads.put(deploymentRecord({ metadata: reborn, spec: { template } }));
    const { ups, dels } = feed.take();
    expect([ups.map(({ uid }) => uid), dels]).toEqual([["d2"], ["d"]]);
  });
});
