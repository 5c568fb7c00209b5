import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { Pod } from "#sandbox/kubernetes/pod.ts";

import { conditionOf } from "./conditions.ts";
import type { Deployment } from "./kinds.ts";
import { isReady } from "./template-pods.ts";
import { workload } from "./test-manifests.ts";
import { eventually, found, startTestWorld, type TestWorld } from "./test-world.ts";

const kind = "deployments.apps";
let world: TestWorld;

beforeAll(async () => {
  world = await startTestWorld();
  for (const tag of ["1.0", "2.0", "3.0"]) world.registry.push(`acme/web:${tag}`);
  world.registry.push("acme/web:crash", {
    "sandbox.stagecoach.dev/behaviour": "crash",
    "sandbox.stagecoach.dev/exit-code": "3",
    "sandbox.stagecoach.dev/message": "cannot reach the database",
  });
  world.registry.push("acme/web:deaf", { "sandbox.stagecoach.dev/behaviour": "never-ready" });
});
afterAll(() => world.close());

function apply(name: string, version: string, spec: object = {}): Promise<void> {
  const image = `ghcr.io/acme/web:${version}`;
  return world.apply(workload({ kind: "Deployment", name, image, spec: { replicas: 3, ...spec } }));
}

function podsOf(name: string): readonly Pod[] {
  return world.objects.list("pods").filter(({ metadata }) => metadata.labels?.["app"] === name);
}

function readyPodsOf(name: string): readonly Pod[] {
  return podsOf(name).filter((pod) => isReady(pod) && !pod.metadata.deletionTimestamp);
}

function runs(version: string): (pod: Pod) => boolean {
  return ({ spec }) => spec.containers[0]?.image === `ghcr.io/acme/web:${version}`;
}

/** kubectl's rule for a rollout that is done. */
function isDone({ metadata, spec, status = {} }: Deployment): boolean {
  return (
    status.observedGeneration === metadata.generation &&
    status.updatedReplicas === spec.replicas &&
    status.replicas === spec.replicas &&
    status.availableReplicas === spec.replicas
  );
}

function reasonOf(deployment: Deployment, type: string): string | undefined {
  return conditionOf(deployment.status?.conditions, type)?.reason;
}

describe("a Deployment", () => {
  it("becomes ready pods that carry the digest of their image", async () => {
    const digest = world.registry.push("acme/web:1.0");
    await apply("plain", "1.0");
    const deployment = await eventually(world, { kind, name: "plain", is: isDone });
    expect(reasonOf(deployment, "Available")).toBe("MinimumReplicasAvailable");
    const pods = podsOf("plain");
    expect(pods).toHaveLength(3);
    for (const pod of pods) {
      expect(pod.status).toMatchObject({
        phase: "Running",
        podIP: expect.stringMatching(/^10\.244\./),
        startTime: expect.any(String),
        containerStatuses: [
          {
            name: "app",
            ready: true,
            image: "ghcr.io/acme/web:1.0",
            imageID: `ghcr.io/acme/web@${digest}`,
            restartCount: 0,
            state: { running: { startedAt: expect.any(String) } },
          },
        ],
      });
    }
    expect(new Set(pods.map(({ spec }) => spec.nodeName)).size).toBe(3);
  });

  it("replaces its pods without going below or above its limits", async () => {
    await apply("rolling", "1.0");
    await eventually(world, { kind, name: "rolling", is: isDone });
    let fewest = 3;
    let most = 0;
    const unsubscribe = world.cluster.store.subscribe(({ resource }) => {
      if (resource.plural !== "pods") return;
      const alive = podsOf("rolling").filter(({ metadata }) => !metadata.deletionTimestamp);
      fewest = Math.min(fewest, alive.filter(isReady).length);
      most = Math.max(most, alive.length);
    });
    await apply("rolling", "2.0");
    const deployment = await eventually(world, {
      kind,
      name: "rolling",
      is: (each) => isDone(each) && each.metadata.generation === 2,
    });
    unsubscribe();
    expect({ fewest, most }).toEqual({ fewest: 3, most: 4 });
    expect(readyPodsOf("rolling").every(runs("2.0"))).toBe(true);
    expect(deployment.metadata.annotations?.["deployment.kubernetes.io/revision"]).toBe("2");
    expect(reasonOf(deployment, "Progressing")).toBe("NewReplicaSetAvailable");
  });

  it("comes back to an earlier ReplicaSet under a new revision", async () => {
    await apply("back", "1.0");
    await eventually(world, { kind, name: "back", is: isDone });
    await apply("back", "2.0");
    await eventually(world, {
      kind,
      name: "back",
      is: (each) => isDone(each) && each.metadata.generation === 2,
    });
    await apply("back", "1.0");
    const deployment = await eventually(world, {
      kind,
      name: "back",
      is: (each) => isDone(each) && each.metadata.generation === 3,
    });
    expect(deployment.metadata.annotations?.["deployment.kubernetes.io/revision"]).toBe("3");
    expect(world.objects.owned("replicasets.apps", deployment)).toHaveLength(2);
  });

  it("keeps the old pods while a missing image cannot be pulled, and recovers when it appears", async () => {
    await apply("missing", "1.0");
    await eventually(world, { kind, name: "missing", is: isDone });
    await apply("missing", "late");
    const reasons = new Set<string>();
    const message = await found(() => {
      const waiting = podsOf("missing").find(runs("late"))?.status?.containerStatuses?.[0]?.state
        .waiting;
      if (waiting) reasons.add(waiting.reason);
      return waiting?.reason === "ImagePullBackOff" ? waiting.message : undefined;
    });
    expect(message).toMatch(/^Back-off pulling image "ghcr\.io\/acme\/web:late": .*: not found$/);
    expect(readyPodsOf("missing")).toHaveLength(3);
    world.registry.push("acme/web:late");
    await eventually(world, {
      kind,
      name: "missing",
      is: (each) => isDone(each) && each.metadata.generation === 2,
    });
    expect(readyPodsOf("missing").every(runs("late"))).toBe(true);
  });

  it("shows a crash loop with its message and growing restarts", async () => {
    await apply("crashing", "crash", { replicas: 1 });
    const status = await found(() => {
      const [container] = podsOf("crashing")[0]?.status?.containerStatuses ?? [];
      const loops = container?.state.waiting?.reason === "CrashLoopBackOff";
      return loops && container.restartCount >= 2 ? container : undefined;
    });
    expect(status.state.waiting?.message).toMatch(/^back-off \d+s restarting failed container=app/);
    expect(status.lastState.terminated).toMatchObject({
      exitCode: 3,
      reason: "Error",
      message: "cannot reach the database",
    });
    const [pod] = podsOf("crashing");
    const { body } = await world.client.send(
      "GET",
      `/api/v1/namespaces/default/pods/${pod?.metadata.name}/log?previous=true`,
    );
    expect(body).toContain("cannot reach the database");
  });

  it("waits for pods that never become ready, until its deadline", async () => {
    await apply("deaf", "deaf", { replicas: 1, progressDeadlineSeconds: 1 });
    const deployment = await eventually(world, {
      kind,
      name: "deaf",
      is: (each) => reasonOf(each, "Progressing") === "ProgressDeadlineExceeded",
    });
    expect(reasonOf(deployment, "Available")).toBe("MinimumReplicasUnavailable");
    const [pod] = podsOf("deaf");
    expect(pod?.status?.containerStatuses?.[0]).toMatchObject({ started: true, ready: false });
    const { body } = await world.client.send(
      "GET",
      `/api/v1/namespaces/default/events?fieldSelector=involvedObject.name%3D${pod?.metadata.name}`,
    );
    expect(JSON.stringify(body)).toContain("Readiness probe failed: HTTP probe failed");
  });

  it("removes all old pods before the new ones where it recreates", async () => {
    const spec = { strategy: { type: "Recreate" } };
    await apply("recreated", "1.0", spec);
    await eventually(world, { kind, name: "recreated", is: isDone });
    let mixed = false;
    const unsubscribe = world.cluster.store.subscribe(() => {
      const pods = podsOf("recreated");
      mixed ||= pods.some(runs("1.0")) && pods.some(runs("2.0"));
    });
    await apply("recreated", "2.0", spec);
    await eventually(world, {
      kind,
      name: "recreated",
      is: (each) => isDone(each) && each.metadata.generation === 2,
    });
    unsubscribe();
    expect(mixed).toBe(false);
  });

  it("replaces nothing while paused, but scales", async () => {
    await apply("paused", "1.0");
    await eventually(world, { kind, name: "paused", is: isDone });
    await apply("paused", "2.0", { paused: true, replicas: 2 });
    const deployment = await eventually(world, {
      kind,
      name: "paused",
      is: ({ status }) => status?.observedGeneration === 2 && status.replicas === 2,
    });
    expect(reasonOf(deployment, "Progressing")).toBe("DeploymentPaused");
    expect(podsOf("paused").every(runs("1.0"))).toBe(true);
  });

  it.each(["Background", "Foreground"])("takes its pods with it (%s)", async (policy) => {
    const name = `gone-${policy.toLowerCase()}`;
    await apply(name, "1.0");
    await eventually(world, { kind, name, is: isDone });
    const path = `/apis/apps/v1/namespaces/default/deployments/${name}`;
    await world.client.send("DELETE", `${path}?propagationPolicy=${policy}`);
    await found(() => (podsOf(name).length === 0 ? true : undefined));
    await found(() =>
      world.objects.get(kind, { namespace: "default", name }) === undefined ? true : undefined,
    );
  });

  it("says why its pods fit no node", async () => {
    await world.apply(
      workload({
        kind: "Deployment",
        name: "picky",
        image: "ghcr.io/acme/web:1.0",
        pod: { nodeSelector: { disk: "ssd" } },
      }),
    );
    const condition = await found(() =>
      podsOf("picky")[0]?.status?.conditions?.find(({ reason }) => reason === "Unschedulable"),
    );
    expect(condition.message).toBe(
      "0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector.",
    );
  });
});
