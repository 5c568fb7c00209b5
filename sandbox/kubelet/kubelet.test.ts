import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { Pod } from "#sandbox/kubernetes/pod.ts";
import {
  createSimulatedCluster,
  type SimulatedCluster,
} from "#sandbox/kubernetes/simulated-cluster.ts";
import { startTestServer, type TestServer } from "#sandbox/kubernetes/test-server.ts";
import { KubernetesTestClient } from "#test/contracts/kubernetes/test-client.ts";

import { startHollowKubelet } from "./kubelet.ts";
import { startTestRegistry, type TestRegistry } from "./test-registry.ts";

vi.setConfig({ testTimeout: 30_000 });

const pods = "/api/v1/namespaces/default/pods";
const label = "sandbox.stagecoach.dev/behaviour";
const pace = { pullMs: 2, startMs: 10, backOffMs: 20 };

let cluster: SimulatedCluster;
let server: TestServer;
let registry: TestRegistry;
let client: KubernetesTestClient;
let kubelet: { close(): void };

beforeEach(async () => {
  registry = await startTestRegistry();
  registry.push("acme/web:1.0");
  cluster = createSimulatedCluster({ name: "test", now: () => new Date(), newUid: randomUUID });
  server = await startTestServer((request, response) =>
    cluster.handle(request, response, request.url ?? "/"),
  );
  client = new KubernetesTestClient(server.url, "");
  kubelet = start();
});
afterEach(async () => {
  kubelet.close();
  cluster.close();
  await Promise.all([server.close(), registry.close()]);
});

function start(): { close(): void } {
  return startHollowKubelet({
    server: server.url,
    registry: registry.url,
    nodes: 2,
    pace: () => pace,
    signal: new AbortController().signal,
  });
}

async function run(name: string, spec: object): Promise<void> {
  const { code } = await client.send("POST", pods, { metadata: { name }, spec });
  expect(code).toBe(201);
}

function web(image: string): object {
  return { containers: [{ name: "app", image }] };
}

async function eventually(name: string, is: (pod: Pod) => boolean): Promise<Pod> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const { body } = await client.send("GET", `${pods}/${name}`);
    const pod = body as Pod;
    if (pod.kind === "Pod" && is(pod)) return pod;
    if (Date.now() > deadline)
      throw new Error(`${name} did not get there: ${JSON.stringify(body)}`);
    await sleep(5);
  }
}

function isReady({ status }: Pod): boolean {
  return (
    status?.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True") ?? false
  );
}

function waitsFor(reason: string): (pod: Pod) => boolean {
  return ({ status }) => status?.containerStatuses?.[0]?.state.waiting?.reason === reason;
}

async function eventsOf(
  name: string,
): Promise<readonly { reason: string; message: string; count: number }[]> {
  const query = `fieldSelector=involvedObject.name%3D${name}`;
  const { body } = await client.send("GET", `/api/v1/namespaces/default/events?${query}`);
  return (body as { items: { reason: string; message: string; count: number }[] }).items;
}

describe("the hollow kubelet", () => {
  it("registers its nodes as ready and renews their leases", async () => {
    await run("any", web("ghcr.io/acme/web:1.0"));
    await eventually("any", isReady);
    const { body } = await client.send("GET", "/api/v1/nodes");
    expect(body).toMatchObject({
      items: ["node-1", "node-2"].map((name) => ({
        metadata: { name },
        status: {
          conditions: expect.arrayContaining([
            expect.objectContaining({ type: "Ready", status: "True" }),
          ]),
        },
      })),
    });
    const leases = "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases";
    expect((await client.list(leases)).names).toEqual(["node-1", "node-2"]);
  });

  it("tells the story of a start in conditions and events", async () => {
    await run("story", web("ghcr.io/acme/web:1.0"));
    const pod = await eventually("story", isReady);
    const conditions = pod.status?.conditions?.map(({ type, status }) => `${type}=${status}`);
    expect(conditions).toEqual([
      "PodReadyToStartContainers=True",
      "Initialized=True",
      "Ready=True",
      "ContainersReady=True",
      "PodScheduled=True",
    ]);
    const reasons = (await eventsOf("story")).map(({ reason }) => reason);
    expect(new Set(reasons)).toEqual(
      new Set(["Scheduled", "Pulling", "Pulled", "Created", "Started"]),
    );
  });

  it("knows Docker Hub by its short names", async () => {
    const digest = registry.push("library/nginx:1.29");
    await run("hub", web("nginx:1.29"));
    const pod = await eventually("hub", isReady);
    expect(pod.status?.containerStatuses?.[0]).toMatchObject({
      image: "docker.io/library/nginx:1.29",
      imageID: `docker.io/library/nginx@${digest}`,
    });
  });

  it("runs an image that is pinned to its digest", async () => {
    const digest = registry.push("acme/web:2.0");
    await run("pinned", web(`ghcr.io/acme/web@${digest}`));
    const pod = await eventually("pinned", isReady);
    expect(pod.status?.containerStatuses?.[0]?.imageID).toBe(`ghcr.io/acme/web@${digest}`);
  });

  it("goes from ErrImagePull to ImagePullBackOff and counts the repeats", async () => {
    await run("broken", web("ghcr.io/acme/web:none"));
    await eventually("broken", waitsFor("ErrImagePull"));
    const pod = await eventually("broken", waitsFor("ImagePullBackOff"));
    expect(pod.status?.phase).toBe("Pending");
    await eventually("broken", waitsFor("ErrImagePull"));
    await eventually("broken", waitsFor("ImagePullBackOff"));
    const events = await eventsOf("broken");
    expect(events.find(({ reason }) => reason === "Pulling")?.count).toBeGreaterThan(1);
    registry.push("acme/web:none");
    await eventually("broken", isReady);
  });

  it("refuses a name that is no image", async () => {
    await run("nameless", web("ghcr.io/Acme/WEB:1.0"));
    const pod = await eventually("nameless", waitsFor("InvalidImageName"));
    expect(pod.status?.containerStatuses?.[0]?.state.waiting?.message).toContain(
      "ghcr.io/Acme/WEB:1.0",
    );
  });

  it("runs init containers in order before the others", async () => {
    registry.push("acme/init:1");
    await run("prepared", {
      ...web("ghcr.io/acme/web:1.0"),
      initContainers: [
        { name: "first", image: "ghcr.io/acme/init:1" },
        { name: "second", image: "ghcr.io/acme/init:1" },
      ],
    });
    const waiting = await eventually(
      "prepared",
      ({ status }) => status?.phase === "Pending" && status.initContainerStatuses !== undefined,
    );
    expect(waiting.status?.containerStatuses?.[0]?.state.waiting?.reason).toBe("PodInitializing");
    const pod = await eventually("prepared", isReady);
    expect(pod.status?.initContainerStatuses).toMatchObject([
      { name: "first", state: { terminated: { exitCode: 0, reason: "Completed" } } },
      { name: "second", state: { terminated: { exitCode: 0, reason: "Completed" } } },
    ]);
  });

  it("keeps a pod waiting whose init container crashes", async () => {
    registry.push("acme/init:bad", { [label]: "crash" });
    await run("unprepared", {
      ...web("ghcr.io/acme/web:1.0"),
      initContainers: [{ name: "init", image: "ghcr.io/acme/init:bad" }],
    });
    const pod = await eventually(
      "unprepared",
      ({ status }) =>
        status?.initContainerStatuses?.[0]?.state.waiting?.reason === "CrashLoopBackOff",
    );
    expect(pod.status?.phase).toBe("Pending");
  });

  it("kills what is out of memory", async () => {
    registry.push("acme/web:greedy", { [label]: "oom" });
    await run("greedy", web("ghcr.io/acme/web:greedy"));
    const pod = await eventually("greedy", waitsFor("CrashLoopBackOff"));
    expect(pod.status?.containerStatuses?.[0]?.lastState.terminated).toMatchObject({
      exitCode: 137,
      reason: "OOMKilled",
    });
  });

  it("lets slow images start slowly", async () => {
    registry.push("acme/web:slow", { [label]: "slow:0.2" });
    await run("slow", web("ghcr.io/acme/web:slow"));
    const running = await eventually("slow", ({ status }) => status?.phase === "Running");
    expect(isReady(running)).toBe(false);
    await eventually("slow", isReady);
  });

  it("ends a pod that is deleted", async () => {
    await run("short", web("ghcr.io/acme/web:1.0"));
    await eventually("short", isReady);
    const { body } = await client.send("DELETE", `${pods}/short`);
    expect(body).toMatchObject({
      metadata: { deletionTimestamp: expect.any(String), deletionGracePeriodSeconds: 30 },
    });
    const code = async () => (await client.send("GET", `${pods}/short`)).code;
    await expect.poll(code, { timeout: 10_000 }).toBe(404);
  });

  it.each([
    ["cut watches", () => cluster.dropWatches()],
    ["a forgotten history", () => (cluster.compact(), cluster.dropWatches())],
  ])("goes on after %s", async (_what, disturb) => {
    await run("before", web("ghcr.io/acme/web:1.0"));
    await eventually("before", isReady);
    disturb();
    await run("after", web("ghcr.io/acme/web:1.0"));
    await eventually("after", isReady);
  });

  it("takes over from an earlier kubelet without restarting what runs", async () => {
    await run("kept", web("ghcr.io/acme/web:1.0"));
    const before = await eventually("kept", isReady);
    kubelet.close();
    await run("meanwhile", web("ghcr.io/acme/web:1.0"));
    kubelet = start();
    await eventually("meanwhile", isReady);
    const after = await eventually("kept", isReady);
    expect(after.status?.containerStatuses).toEqual(before.status?.containerStatuses);
  });

  it("spreads pods over its nodes, and none to one that is cordoned", async () => {
    await run("first", web("ghcr.io/acme/web:1.0"));
    await eventually("first", isReady);
    await client.merge("/api/v1/nodes/node-2", { spec: { unschedulable: true } });
    await run("second", web("ghcr.io/acme/web:1.0"));
    await run("third", web("ghcr.io/acme/web:1.0"));
    const placed = [await eventually("second", isReady), await eventually("third", isReady)];
    expect(placed.map(({ spec }) => spec.nodeName)).toEqual(["node-1", "node-1"]);
  });

  it("leaves pods alone that no node can hold", async () => {
    await run("giant", {
      containers: [
        { name: "app", image: "ghcr.io/acme/web:1.0", resources: { requests: { cpu: "64" } } },
      ],
    });
    const pod = await eventually(
      "giant",
      ({ status }) => status?.conditions?.[0]?.reason === "Unschedulable",
    );
    expect(pod.status?.conditions?.[0]?.message).toBe(
      "0/2 nodes are available: 2 Insufficient cpu.",
    );
  });
});
