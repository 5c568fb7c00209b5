import { randomUUID } from "node:crypto";

import { beforeEach, describe, expect, it } from "vitest";

import type { TenantRecorder } from "#ports/store/recorder.ts";
import { force, TestSyncedCluster } from "#test/synced-cluster.ts";

import { resumeSync } from "./resume-sync.ts";

let cluster: TestSyncedCluster;

beforeEach(async () => {
  cluster = await TestSyncedCluster.create();
  return () => cluster.stop();
});

describe("an agent that takes over", () => {
  function resume(instanceId: string | null): Promise<void> {
    const { agentContext: ctx, clusterId } = cluster;
    return cluster.world.store.record(cluster.world.organization.id, (tx) =>
      resumeSync(tx, { ctx, clusterId, instanceId }),
    );
  }

  it("is told the newest sync again, without what was agreed to", async () => {
    const asked = await cluster.answerNewest(force);
    await cluster.agree(asked, ["force"]);
    await cluster.answerNewest();
    await resume(null);
    expect((await cluster.newest()).payload).toMatchObject({
      revision: "r1",
      consents: [],
      forced: [],
    });
  });

  it("is not told what was agreed to for another cluster", async () => {
    const asked = await cluster.answerNewest(force);
    await cluster.agree(asked, ["force"]);
    await resume(null);
    const waiting = await cluster.commands();
    expect(waiting.map(({ payload }) => payload["consents"])).toEqual([[]]);
  });

  it("is told by what the one before it did, where that was only another process", async () => {
    const instanceId = randomUUID();
    await resume(instanceId);
    await cluster.answerNewest();
    await resume(instanceId);
    expect(await cluster.commands()).toEqual([]);
    await resume(randomUUID());
    expect(await cluster.commands()).toMatchObject([
      { payload: { revision: "r1", thorough: false } },
    ]);
  });

  it("is told nothing twice", async () => {
    await resume(null);
    await resume(randomUUID());
    expect(await cluster.commands()).toHaveLength(1);
  });

  it("is told what the one before it missed", async () => {
    cluster.world.pass(25 * 60 * 60 * 1000);
    expect(await cluster.commands()).toEqual([]);
    const instanceId = randomUUID();
    await resume(instanceId);
    await resume(instanceId);
    expect(await cluster.commands()).toHaveLength(1);
  });

  it("finds the content, however old it is", async () => {
    const { id: organizationId } = cluster.world.organization;
    const digest = "d".repeat(64);
    const put = (name: string) => (tx: TenantRecorder) => tx.putBundle(name, Buffer.from("files"));
    await cluster.world.store.record(organizationId, put(digest));
    await cluster.world.store.record(organizationId, put("e".repeat(64)));
    await cluster.world.store.system.prune(
      new Date(cluster.world.clock.now().getTime() + 86_400_000),
    );
    const found = await cluster.world.store.read(organizationId, (tx) =>
      Promise.all([tx.bundle(digest), tx.bundle("e".repeat(64))]),
    );
    expect(found.map((content) => content?.toString() ?? null)).toEqual(["files", null]);
  });
});
