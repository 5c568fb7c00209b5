import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { revisionHashLabel } from "./controller-revisions.ts";
import type { StatefulSet } from "./kinds.ts";
import { isReady } from "./template-pods.ts";
import { workload } from "./test-manifests.ts";
import { eventually, found, startTestWorld, type TestWorld } from "./test-world.ts";

const kind = "statefulsets.apps";
let world: TestWorld;

beforeAll(async () => {
  world = await startTestWorld();
  for (const tag of ["1", "2"]) world.registry.push(`library/db:${tag}`);
});
afterAll(() => world.close());

function apply(name: string, tag: string, spec: object = {}): Promise<void> {
  const image = `db:${tag}`;
  return world.apply(
    workload({ kind: "StatefulSet", name, image, spec: { replicas: 3, ...spec } }),
  );
}

function imagesOf(name: string): readonly (string | undefined)[] {
  return [0, 1, 2].map((ordinal) => {
    const ref = { namespace: "default", name: `${name}-${ordinal}` };
    return world.objects.get("pods", ref)?.spec.containers[0]?.image;
  });
}

function isSettled(updated: number): (set: StatefulSet) => boolean {
  return ({ metadata, status }) =>
    status?.["observedGeneration"] === metadata.generation &&
    status?.["readyReplicas"] === 3 &&
    status["updatedReplicas"] === updated;
}

describe("a StatefulSet", () => {
  it("creates its pods one after another and gives them names", async () => {
    const order: string[] = [];
    const unsubscribe = world.cluster.store.subscribe(({ resource, object, type }) => {
      if (resource.plural === "pods" && type === "ADDED") {
        const [before] = world.objects
          .list("pods")
          .filter(({ metadata }) => metadata.name < object.metadata.name)
          .slice(-1);
        order.push(`${object.metadata.name} ${before ? isReady(before) : "first"}`);
      }
    });
    await apply("ordered", "1");
    const set = await eventually(world, { kind, name: "ordered", is: isSettled(3) });
    unsubscribe();
    expect(order).toEqual(["ordered-0 first", "ordered-1 true", "ordered-2 true"]);
    expect(set.status?.currentRevision).toBe(set.status?.updateRevision);
    const pod = world.objects.get("pods", { namespace: "default", name: "ordered-0" });
    expect(pod?.metadata.labels).toMatchObject({
      [revisionHashLabel]: set.status?.updateRevision,
      "statefulset.kubernetes.io/pod-name": "ordered-0",
    });
    expect(pod?.status?.containerStatuses?.[0]?.imageID).toMatch(
      /^docker\.io\/library\/db@sha256:/,
    );
  });

  it("updates from the highest number down to the partition, then the rest", async () => {
    const partitioned = (partition: number) => ({
      updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition } },
    });
    await apply("parted", "1", partitioned(2));
    await eventually(world, { kind, name: "parted", is: isSettled(3) });
    await apply("parted", "2", partitioned(2));
    const set = await eventually(world, { kind, name: "parted", is: isSettled(1) });
    expect(imagesOf("parted")).toEqual(["db:1", "db:1", "db:2"]);
    expect(set.status?.currentRevision).not.toBe(set.status?.updateRevision);
    await apply("parted", "2", partitioned(0));
    const done = await eventually(world, { kind, name: "parted", is: isSettled(3) });
    expect(imagesOf("parted")).toEqual(["db:2", "db:2", "db:2"]);
    expect(done.status?.currentRevision).toBe(done.status?.updateRevision);
  });

  it("leaves updates to whoever deletes pods where it says OnDelete", async () => {
    const spec = { updateStrategy: { type: "OnDelete" }, podManagementPolicy: "Parallel" };
    await apply("manual", "1", spec);
    await eventually(world, { kind, name: "manual", is: isSettled(3) });
    await apply("manual", "2", spec);
    await eventually(world, {
      kind,
      name: "manual",
      is: ({ status }) => status?.["observedGeneration"] === 2,
    });
    expect(imagesOf("manual")).toEqual(["db:1", "db:1", "db:1"]);
    await world.client.send("DELETE", "/api/v1/namespaces/default/pods/manual-1");
    await eventually(world, { kind, name: "manual", is: isSettled(1) });
    expect(imagesOf("manual")).toEqual(["db:1", "db:2", "db:1"]);
  });

  it("scales down from the highest number", async () => {
    await apply("shrinking", "1");
    await eventually(world, { kind, name: "shrinking", is: isSettled(3) });
    await apply("shrinking", "1", { replicas: 1 });
    await found(() => {
      const images = imagesOf("shrinking");
      return images[1] === undefined && images[2] === undefined ? images : undefined;
    });
    expect(imagesOf("shrinking")[0]).toBe("db:1");
  });
});
