import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { DaemonSet } from "./kinds.ts";
import { workload } from "./test-manifests.ts";
import { eventually, startTestWorld, type TestWorld } from "./test-world.ts";

const kind = "daemonsets.apps";
let world: TestWorld;

beforeAll(async () => {
  world = await startTestWorld();
  for (const tag of ["1", "2"]) world.registry.push(`acme/agent:${tag}`);
});
afterAll(() => world.close());

function apply(name: string, tag: string): Promise<void> {
  return world.apply(workload({ kind: "DaemonSet", name, image: `ghcr.io/acme/agent:${tag}` }));
}

function isDone({ metadata, status }: DaemonSet): boolean {
  const counts: Readonly<Record<string, unknown>> = { ...status };
  return (
    counts["observedGeneration"] === metadata.generation &&
    counts["desiredNumberScheduled"] === 3 &&
    counts["updatedNumberScheduled"] === 3 &&
    counts["numberAvailable"] === 3
  );
}

describe("a DaemonSet", () => {
  it("runs one pod on every node and updates them one by one", async () => {
    await apply("agent", "1");
    await eventually(world, { kind, name: "agent", is: isDone });
    const nodes = world.objects.list("pods").map(({ spec }) => spec.nodeName);
    expect([...nodes].sort((a, b) => String(a).localeCompare(String(b)))).toEqual([
      "node-1",
      "node-2",
      "node-3",
    ]);
    let fewest = 3;
    const unsubscribe = world.cluster.store.subscribe(() => {
      const alive = world.objects
        .list("pods")
        .filter(({ metadata }) => !metadata.deletionTimestamp);
      fewest = Math.min(fewest, alive.length);
    });
    await apply("agent", "2");
    await eventually(world, {
      kind,
      name: "agent",
      is: (set) => isDone(set) && set.metadata.generation === 2,
    });
    unsubscribe();
    expect(fewest).toBe(2);
  });

  it("follows nodes that come", async () => {
    await apply("follower", "1");
    await eventually(world, { kind, name: "follower", is: isDone });
    await world.client.send("POST", "/api/v1/nodes", { metadata: { name: "node-9" } });
    await eventually(world, {
      kind,
      name: "follower",
      is: ({ status }) => JSON.stringify(status).includes('"desiredNumberScheduled":4'),
    });
  });
});
