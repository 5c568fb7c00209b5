import { beforeEach, describe, expect, it } from "vitest";

import type { SyncAsk } from "#contracts/agent-sync.ts";
import { recordReceived } from "#services/agent/record-result.ts";
import { force, summary, TestSyncedCluster } from "#test/synced-cluster.ts";

import { syncAgain } from "./sync-again.ts";

const web = { kind: "Deployment", namespace: "shop", name: "web" };
const shop = { kind: "Namespace", namespace: "", name: "shop" };
const many: SyncAsk = { consent: "delete-many", objects: [web], more: 3 };
const foundations: SyncAsk = { consent: "delete-foundations", objects: [shop], more: 0 };

let cluster: TestSyncedCluster;

beforeEach(async () => {
  cluster = await TestSyncedCluster.create();
  return () => cluster.stop();
});

describe("a sync", () => {
  it("is followed from its command to its report", async () => {
    expect(await cluster.read()).toMatchObject({
      newest: { revision: "r1", progress: "waiting", askedBy: null },
      report: null,
      comparison: null,
    });
    const { id } = await cluster.newest();
    const { session, agentContext: ctx } = cluster;
    await recordReceived({ ctx, session, id });
    expect((await cluster.read()).newest?.progress).toBe("running");
    const after = await cluster.answerNewest(force);
    expect(after).toMatchObject({
      newest: { progress: "done" },
      report: { ok: false, summary: { applied: 1 }, asks: [force] },
    });
  });

  it("tells every step to the browsers", async () => {
    const { last } = await cluster.world.store.read(cluster.world.organization.id, (tx) =>
      tx.streamEvents(0, 1),
    );
    const { id } = await cluster.newest();
    const { session, agentContext: ctx } = cluster;
    await recordReceived({ ctx, session, id });
    await cluster.answer({ id, sync: summary() });
    await syncAgain({ ctx: cluster.owner, input: { clusterId: cluster.clusterId } });
    const { events } = await cluster.world.store.read(cluster.world.organization.id, (tx) =>
      tx.streamEvents(last, 100),
    );
    const told = events.filter(({ event }) => event.kind === "sync");
    expect(told.map(({ event }) => event)).toEqual(
      Array(3).fill({ kind: "sync", id: cluster.clusterId }),
    );
  });

  it("that its agent could not begin says why", async () => {
    const { id } = await cluster.newest();
    await cluster.answer({ id, ok: false, message: "The content did not arrive." });
    const report = { ok: false, message: "The content did not arrive.", summary: null, asks: [] };
    expect((await cluster.read()).report).toMatchObject(report);
  });

  it("asks nothing of a person any more once a newer one was asked for", async () => {
    await cluster.answerNewest(force);
    const old = (await cluster.read()).report?.commandId ?? "";
    await cluster.wantRevision("r2");
    expect((await cluster.read()).report).toMatchObject({ asks: [], summary: { asks: ["force"] } });
    await cluster.answer({ id: old, sync: summary({ applied: 7 }) });
    expect((await cluster.read()).report?.summary?.applied).toBe(7);
    await cluster.answerNewest();
    await cluster.answer({ id: old, sync: summary({ applied: 8 }) });
    expect((await cluster.read()).report?.summary?.applied).toBe(1);
  });

  it("says by the states of its objects what an older agent asks for", async () => {
    const { id } = await cluster.newest();
    const object = { ...web, state: "conflict" as const, message: "", conflicts: [] };
    const told = { ...summary({ objects: [object] }), asks: ["force" as const] };
    await cluster.answer({ id, ok: false, sync: told });
    expect((await cluster.read()).report?.asks).toEqual([force]);
  });
});

describe("syncing again", () => {
  it("asks for the same without any consent, in the name of who asked", async () => {
    const asked = await cluster.answerNewest(force);
    await cluster.agree(asked, ["force"]);
    await cluster.answerNewest();
    const after = await syncAgain({ ctx: cluster.owner, input: { clusterId: cluster.clusterId } });
    expect(after.newest).toMatchObject({ revision: "r1", askedBy: "owner", consents: [] });
    expect((await cluster.newest()).payload).toMatchObject({
      revision: "r1",
      root: "clusters/prod",
      consents: [],
      forced: [],
      thorough: true,
    });
    expect(await cluster.audited("cluster.sync-asked")).toMatchObject([
      { subject: "cluster/prod" },
    ]);
  });

  it("waits for the one that is under way, unless that came too late", async () => {
    const again = () => syncAgain({ ctx: cluster.owner, input: { clusterId: cluster.clusterId } });
    await expect(again()).rejects.toMatchObject({ code: "conflict" });
    cluster.world.pass(25 * 60 * 60 * 1000);
    expect((await cluster.read()).newest?.progress).toBe("expired");
    expect((await again()).newest?.progress).toBe("waiting");
  });

  it("is said to be of no use where the agent does not sync", async () => {
    const { sessionEpoch } = await cluster.world.store.record(cluster.world.organization.id, (tx) =>
      tx.openSession({
        clusterId: cluster.clusterId,
        now: cluster.world.clock.now(),
        agentVersion: "1",
        kubernetesVersion: "v1.35.0",
        missingRights: [],
        capabilities: ["nudge"],
      }),
    );
    expect(sessionEpoch).toBeGreaterThan(cluster.session.sessionEpoch);
    await expect(
      syncAgain({ ctx: cluster.owner, input: { clusterId: cluster.clusterId } }),
    ).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("does not sync"),
    });
  });
});

describe("agreeing", () => {
  it("holds for one command, its revision and the objects that were shown", async () => {
    const asked = await cluster.answerNewest(force);
    const after = await cluster.agree(asked, ["force"]);
    expect(after.newest).toMatchObject({ revision: "r1", askedBy: "owner", consents: ["force"] });
    expect((await cluster.newest()).payload).toMatchObject({ consents: ["force"], forced: [web] });
    expect(await cluster.audited("cluster.sync-agreed")).toMatchObject([
      {
        subject: "cluster/prod",
        details: {
          revision: "r1",
          agreed: [{ consent: "force", objects: ["Deployment/shop/web"], more: 0 }],
        },
      },
    ]);
    await expect(cluster.agree(asked, ["force"])).rejects.toMatchObject({ code: "conflict" });
    await cluster.wantRevision("r2");
    expect((await cluster.newest()).payload).toMatchObject({ revision: "r2", consents: [] });
    await expect(cluster.agree(asked, ["force"])).rejects.toMatchObject({ code: "conflict" });
  });

  it.each([
    ["what was not asked", [force], ["delete-many"], undefined, "conflict"],
    ["more than was asked", [force], ["force", "delete-many"], undefined, "conflict"],
    [
      "namespaces without their cluster's name",
      [foundations],
      ["delete-foundations"],
      "",
      "invalid",
    ],
    ["namespaces by another name", [foundations], ["delete-foundations"], "stage", "invalid"],
    [
      "namespaces before their objects",
      [many, foundations],
      ["delete-foundations"],
      "prod",
      "invalid",
    ],
  ] as const)("to %s is refused", async (_, asking, consents, name, code) => {
    const asked = await cluster.answerNewest(...asking);
    await expect(cluster.agree(asked, consents, name)).rejects.toMatchObject({ code });
    expect(await cluster.commands()).toEqual([]);
    expect(await cluster.audited("cluster.sync-agreed")).toEqual([]);
  });

  it("to deleting namespaces takes the typed name of the cluster", async () => {
    const asked = await cluster.answerNewest(many, foundations);
    const after = await cluster.agree(asked, ["delete-many", "delete-foundations"], "prod");
    expect(after.newest?.consents.toSorted()).toEqual(["delete-foundations", "delete-many"]);
    expect((await cluster.newest()).payload).toMatchObject({ forced: [] });
  });

  it("is about the report that was seen, not the one that came meanwhile", async () => {
    const asked = await cluster.answerNewest(force);
    const id = asked.report?.commandId ?? "";
    cluster.world.pass(1_000);
    const other = { ...force, objects: [web, { ...web, name: "api" }] };
    await cluster.answer({ id, ok: false, sync: summary({ asking: [other] }) });
    await expect(cluster.agree(asked, ["force"])).rejects.toMatchObject({ code: "conflict" });
    await expect(cluster.agree(await cluster.read(), ["force"])).resolves.toBeDefined();
  });
});
