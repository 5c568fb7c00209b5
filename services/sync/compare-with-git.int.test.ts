import { beforeEach, describe, expect, it } from "vitest";

import type { ClusterSync } from "#contracts/api/sync.ts";
import { summary, TestSyncedCluster } from "#test/synced-cluster.ts";

import { compareWithGit } from "./compare-with-git.ts";
import { syncAgain } from "./sync-again.ts";

let cluster: TestSyncedCluster;

beforeEach(async () => {
  cluster = await TestSyncedCluster.create();
  return () => cluster.stop();
});

describe("comparing a cluster with git", () => {
  const diff = { revision: "r1", same: 3, objects: [], more: 0, problems: [] };

  function compare(): Promise<ClusterSync> {
    return compareWithGit({ ctx: cluster.owner, input: { clusterId: cluster.clusterId } });
  }

  beforeEach(() => cluster.answerNewest());

  it("shows the agent's answer until the cluster is another one", async () => {
    const asked = await compare();
    expect(asked.comparison).toMatchObject({ revision: "r1", progress: "waiting", diff: null });
    const { id, type, payload } = await cluster.newest();
    expect([type, payload["root"]]).toEqual(["diff", "clusters/prod"]);
    await cluster.answer({ id, message: "0 differ", diff });
    expect((await cluster.read()).comparison).toMatchObject({
      progress: "done",
      message: "0 differ",
      diff,
    });
    expect(await cluster.audited("cluster.compared")).toHaveLength(1);
    await syncAgain({ ctx: cluster.owner, input: { clusterId: cluster.clusterId } });
    expect((await cluster.read()).comparison).toBeNull();
  });

  it("forgets the answer when a report says that something was changed", async () => {
    const { report } = await cluster.read();
    await compare();
    await cluster.answer({ id: (await cluster.newest()).id, diff });
    const id = report?.commandId ?? "";
    await cluster.answer({ id, sync: summary() });
    expect((await cluster.read()).comparison).not.toBeNull();
    await cluster.answer({ id, sync: summary({ applied: 2 }) });
    expect((await cluster.read()).comparison).toBeNull();
  });

  it("grows too old by itself", async () => {
    await compare();
    await cluster.answer({ id: (await cluster.newest()).id, diff });
    cluster.world.pass(31 * 60 * 1000);
    expect((await cluster.read()).comparison).toBeNull();
  });

  it("is not answered by an agent that comes too late", async () => {
    await compare();
    await expect(compare()).rejects.toMatchObject({ code: "conflict" });
    cluster.world.pass(3 * 60 * 1000);
    expect((await cluster.read()).comparison?.progress).toBe("expired");
    expect(await cluster.commands()).toEqual([]);
    expect((await compare()).comparison?.progress).toBe("waiting");
  });

  it("says in the agent's words why there is no answer", async () => {
    await compare();
    await cluster.answer({
      id: (await cluster.newest()).id,
      ok: false,
      message: "The API server is away.",
    });
    const failed = { progress: "done", diff: null, message: "The API server is away." };
    expect((await cluster.read()).comparison).toMatchObject(failed);
  });

  it("is not asked of an agent that is away", async () => {
    await cluster.world.store.record(cluster.world.organization.id, (tx) =>
      tx.touchSession({ ...cluster.session, now: cluster.world.clock.now(), connected: false }),
    );
    await expect(compare()).rejects.toMatchObject({ code: "unavailable" });
  });
});
