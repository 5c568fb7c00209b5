import { randomUUID } from "node:crypto";

import { afterAll, beforeEach, describe, expect, it } from "vitest";

import type { SyncAsk, SyncSummary } from "#contracts/agent-sync.ts";
import type { ClusterSync } from "#contracts/api/sync.ts";
import type { CommandRow } from "#ports/store/rows.ts";
import type { AgentSession } from "#services/agent/agent-context.ts";
import { recordReceived, recordResult } from "#services/agent/record-result.ts";
import type { CommandResult } from "#services/agent/record-result.ts";
import { resumeSync } from "#services/agent/resume-sync.ts";
import type { TenantContext } from "#services/context.ts";
import { query } from "#test/builders/test-store.ts";
import { World } from "#test/world.ts";

import { agreeToSync } from "./agree-to-sync.ts";
import { askSync } from "./ask-sync.ts";
import { compareWithGit } from "./compare-with-git.ts";
import { readSync } from "./read-sync.ts";
import { syncAgain } from "./sync-again.ts";

const worlds: World[] = [];
const ids = { uuid: () => randomUUID(), secret: () => randomUUID() };
const web = { kind: "Deployment", namespace: "shop", name: "web" };
const shop = { kind: "Namespace", namespace: "", name: "shop" };
const force: SyncAsk = { consent: "force", objects: [web], more: 0 };
const many: SyncAsk = { consent: "delete-many", objects: [web], more: 3 };
const foundations: SyncAsk = { consent: "delete-foundations", objects: [shop], more: 0 };

let world: World;
let clusterId: string;
let session: AgentSession;
let owner: TenantContext;

beforeEach(async () => {
  world = await World.create();
  worlds.push(world);
  clusterId = world.clusters.prod;
  owner = world.person("owner");
  const { sessionEpoch } = await world.store.record(world.organization.id, (tx) =>
    tx.openSession({
      clusterId,
      now: world.clock.now(),
      agentVersion: "1",
      kubernetesVersion: "v1.35.0",
      missingRights: [],
      capabilities: ["sync"],
    }),
  );
  session = { organizationId: world.organization.id, clusterId, sessionEpoch };
  await wantRevision("r1");
});
afterAll(() => Promise.all(worlds.map((one) => one.stop())));

function wantRevision(revision: string): Promise<void> {
  const wanted = { clusterId, revision, root: "clusters/prod", digest: "d".repeat(64) };
  return world.store.record(world.organization.id, (tx) =>
    askSync(tx, { ctx: { clock: world.clock, ids }, wanted }),
  );
}

function commands(): Promise<readonly CommandRow[]> {
  return world.store.read(world.organization.id, (tx) =>
    tx.openCommands(clusterId, world.clock.now()),
  );
}

async function newest(): Promise<CommandRow> {
  const last = (await commands()).at(-1);
  if (last === undefined) throw new Error("there is no command");
  return last;
}

function summary(about: Partial<SyncSummary> = {}): SyncSummary {
  const counts = { applied: 1, unchanged: 2, pruned: 0 };
  const asks = about.asking?.map(({ consent }) => consent) ?? [];
  const none = { problems: [], objects: [], more: 0, asking: [] };
  return { revision: "r1", ...counts, ...none, asks, ...about };
}

async function answer(result: Partial<CommandResult> & { readonly id: string }): Promise<void> {
  const ctx = { store: world.store, clock: world.clock, ids };
  const base = { type: "commandResult", ok: true, message: "said", sync: null } as const;
  await recordResult({ ctx, session, result: { ...base, ...result } });
}

async function answerNewest(...asking: readonly SyncAsk[]): Promise<ClusterSync> {
  const { id } = await newest();
  const ok = asking.length === 0;
  await answer({ id, ok, sync: summary({ asking: [...asking] }) });
  return read();
}

function read(ctx = owner): Promise<ClusterSync> {
  return readSync({ ctx, input: { clusterId } });
}

function agree(
  { report }: ClusterSync,
  consents: readonly SyncAsk["consent"][],
  clusterName?: string,
): Promise<ClusterSync> {
  const { commandId = "", at: reportedAt = "" } = report ?? {};
  const seen = { clusterId, commandId, reportedAt, consents: [...consents] };
  return agreeToSync({ ctx: owner, input: { ...seen, ...(clusterName && { clusterName }) } });
}

async function audited(event: string): Promise<readonly Record<string, unknown>[]> {
  const text = `SELECT actor, subject, details FROM audit_entry WHERE event = $1`;
  const url = new URL(world.testStore.superuserUrl);
  url.pathname = new URL(world.testStore.appUrl).pathname;
  return query(url.href, text, [event]);
}

describe("a sync", () => {
  it("is followed from its command to its report", async () => {
    expect(await read()).toMatchObject({
      newest: { revision: "r1", progress: "waiting", askedBy: null },
      report: null,
      comparison: null,
    });
    const { id } = await newest();
    await recordReceived({
      ctx: { store: world.store, clock: world.clock, ids },
      session,
      id,
    });
    expect((await read()).newest?.progress).toBe("running");
    const after = await answerNewest(force);
    expect(after).toMatchObject({
      newest: { progress: "done" },
      report: { ok: false, summary: { applied: 1 }, asks: [force] },
    });
  });

  it("tells every step to the browsers", async () => {
    const { last } = await world.store.read(world.organization.id, (tx) => tx.streamEvents(0, 1));
    const { id } = await newest();
    await recordReceived({ ctx: { store: world.store, clock: world.clock, ids }, session, id });
    await answer({ id, sync: summary() });
    await syncAgain({ ctx: owner, input: { clusterId } });
    const { events } = await world.store.read(world.organization.id, (tx) =>
      tx.streamEvents(last, 100),
    );
    const told = events.filter(({ event }) => event.kind === "sync");
    expect(told.map(({ event }) => event)).toEqual(Array(3).fill({ kind: "sync", id: clusterId }));
  });

  it("that its agent could not begin says why", async () => {
    const { id } = await newest();
    await answer({ id, ok: false, message: "The content did not arrive." });
    const report = { ok: false, message: "The content did not arrive.", summary: null, asks: [] };
    expect((await read()).report).toMatchObject(report);
  });

  it("asks nothing of a person any more once a newer one was asked for", async () => {
    await answerNewest(force);
    const old = (await read()).report?.commandId ?? "";
    await wantRevision("r2");
    expect((await read()).report).toMatchObject({ asks: [], summary: { asks: ["force"] } });
    await answer({ id: old, sync: summary({ applied: 7 }) });
    expect((await read()).report?.summary?.applied).toBe(7);
    await answerNewest();
    await answer({ id: old, sync: summary({ applied: 8 }) });
    expect((await read()).report?.summary?.applied).toBe(1);
  });

  it("says by the states of its objects what an older agent asks for", async () => {
    const { id } = await newest();
    const object = { ...web, state: "conflict" as const, message: "", conflicts: [] };
    const told = { ...summary({ objects: [object] }), asks: ["force" as const] };
    await answer({ id, ok: false, sync: told });
    expect((await read()).report?.asks).toEqual([force]);
  });
});

describe("syncing again", () => {
  it("asks for the same without any consent, in the name of who asked", async () => {
    const asked = await answerNewest(force);
    await agree(asked, ["force"]);
    await answerNewest();
    const after = await syncAgain({ ctx: owner, input: { clusterId } });
    expect(after.newest).toMatchObject({ revision: "r1", askedBy: "owner", consents: [] });
    expect((await newest()).payload).toMatchObject({
      revision: "r1",
      root: "clusters/prod",
      consents: [],
      forced: [],
      thorough: true,
    });
    expect(await audited("cluster.sync-asked")).toMatchObject([{ subject: "cluster/prod" }]);
  });

  it("waits for the one that is under way, unless that came too late", async () => {
    const again = () => syncAgain({ ctx: owner, input: { clusterId } });
    await expect(again()).rejects.toMatchObject({ code: "conflict" });
    world.pass(25 * 60 * 60 * 1000);
    expect((await read()).newest?.progress).toBe("expired");
    expect((await again()).newest?.progress).toBe("waiting");
  });

  it("is said to be of no use where the agent does not sync", async () => {
    const { sessionEpoch } = await world.store.record(world.organization.id, (tx) =>
      tx.openSession({
        clusterId,
        now: world.clock.now(),
        agentVersion: "1",
        kubernetesVersion: "v1.35.0",
        missingRights: [],
        capabilities: ["nudge"],
      }),
    );
    expect(sessionEpoch).toBeGreaterThan(session.sessionEpoch);
    await expect(syncAgain({ ctx: owner, input: { clusterId } })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("does not sync"),
    });
  });
});

describe("agreeing", () => {
  it("holds for one command, its revision and the objects that were shown", async () => {
    const asked = await answerNewest(force);
    const after = await agree(asked, ["force"]);
    expect(after.newest).toMatchObject({ revision: "r1", askedBy: "owner", consents: ["force"] });
    expect((await newest()).payload).toMatchObject({ consents: ["force"], forced: [web] });
    expect(await audited("cluster.sync-agreed")).toMatchObject([
      {
        subject: "cluster/prod",
        details: {
          revision: "r1",
          agreed: [{ consent: "force", objects: ["Deployment/shop/web"], more: 0 }],
        },
      },
    ]);
    await expect(agree(asked, ["force"])).rejects.toMatchObject({ code: "conflict" });
    await wantRevision("r2");
    expect((await newest()).payload).toMatchObject({ revision: "r2", consents: [] });
    await expect(agree(asked, ["force"])).rejects.toMatchObject({ code: "conflict" });
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
    const asked = await answerNewest(...asking);
    await expect(agree(asked, consents, name)).rejects.toMatchObject({ code });
    expect(await commands()).toEqual([]);
    expect(await audited("cluster.sync-agreed")).toEqual([]);
  });

  it("to deleting namespaces takes the typed name of the cluster", async () => {
    const asked = await answerNewest(many, foundations);
    const after = await agree(asked, ["delete-many", "delete-foundations"], "prod");
    expect(after.newest?.consents.toSorted()).toEqual(["delete-foundations", "delete-many"]);
    expect((await newest()).payload).toMatchObject({ forced: [] });
  });

  it("is about the report that was seen, not the one that came meanwhile", async () => {
    const asked = await answerNewest(force);
    const id = asked.report?.commandId ?? "";
    world.pass(1_000);
    const other = { ...force, objects: [web, { ...web, name: "api" }] };
    await answer({ id, ok: false, sync: summary({ asking: [other] }) });
    await expect(agree(asked, ["force"])).rejects.toMatchObject({ code: "conflict" });
    await expect(agree(await read(), ["force"])).resolves.toBeDefined();
  });
});

describe("comparing a cluster with git", () => {
  const diff = { revision: "r1", same: 3, objects: [], more: 0, problems: [] };

  function compare(): Promise<ClusterSync> {
    return compareWithGit({ ctx: owner, input: { clusterId } });
  }

  beforeEach(() => answerNewest());

  it("shows the agent's answer until the cluster is another one", async () => {
    const asked = await compare();
    expect(asked.comparison).toMatchObject({ revision: "r1", progress: "waiting", diff: null });
    const { id, type, payload } = await newest();
    expect([type, payload["root"]]).toEqual(["diff", "clusters/prod"]);
    await answer({ id, message: "0 differ", diff });
    expect((await read()).comparison).toMatchObject({
      progress: "done",
      message: "0 differ",
      diff,
    });
    expect(await audited("cluster.compared")).toHaveLength(1);
    await syncAgain({ ctx: owner, input: { clusterId } });
    expect((await read()).comparison).toBeNull();
  });

  it("forgets the answer when a report says that something was changed", async () => {
    const { report } = await read();
    await compare();
    await answer({ id: (await newest()).id, diff });
    const id = report?.commandId ?? "";
    await answer({ id, sync: summary() });
    expect((await read()).comparison).not.toBeNull();
    await answer({ id, sync: summary({ applied: 2 }) });
    expect((await read()).comparison).toBeNull();
  });

  it("grows too old by itself", async () => {
    await compare();
    await answer({ id: (await newest()).id, diff });
    world.pass(31 * 60 * 1000);
    expect((await read()).comparison).toBeNull();
  });

  it("is not answered by an agent that comes too late", async () => {
    await compare();
    await expect(compare()).rejects.toMatchObject({ code: "conflict" });
    world.pass(3 * 60 * 1000);
    expect((await read()).comparison?.progress).toBe("expired");
    expect(await commands()).toEqual([]);
    expect((await compare()).comparison?.progress).toBe("waiting");
  });

  it("says in the agent's words why there is no answer", async () => {
    await compare();
    await answer({ id: (await newest()).id, ok: false, message: "The API server is away." });
    const failed = { progress: "done", diff: null, message: "The API server is away." };
    expect((await read()).comparison).toMatchObject(failed);
  });

  it("is not asked of an agent that is away", async () => {
    await world.store.record(world.organization.id, (tx) =>
      tx.touchSession({ ...session, now: world.clock.now(), connected: false }),
    );
    await expect(compare()).rejects.toMatchObject({ code: "unavailable" });
  });
});

describe("an agent that takes over", () => {
  function resume(instanceId: string | null): Promise<void> {
    const ctx = { store: world.store, clock: world.clock, ids };
    return world.store.record(world.organization.id, (tx) =>
      resumeSync(tx, { ctx, clusterId, instanceId }),
    );
  }

  it("is told the newest sync again, without what was agreed to", async () => {
    const asked = await answerNewest(force);
    await agree(asked, ["force"]);
    await answerNewest();
    await resume(null);
    expect((await newest()).payload).toMatchObject({ revision: "r1", consents: [], forced: [] });
  });

  it("is not told what was agreed to for another cluster", async () => {
    const asked = await answerNewest(force);
    await agree(asked, ["force"]);
    await resume(null);
    const waiting = await commands();
    expect(waiting.map(({ payload }) => payload["consents"])).toEqual([[]]);
  });

  it("is told by what the one before it did, where that was only another process", async () => {
    const instanceId = randomUUID();
    await resume(instanceId);
    await answerNewest();
    await resume(instanceId);
    expect(await commands()).toEqual([]);
    await resume(randomUUID());
    expect(await commands()).toMatchObject([{ payload: { revision: "r1", thorough: false } }]);
  });

  it("is told nothing twice", async () => {
    await resume(null);
    await resume(randomUUID());
    expect(await commands()).toHaveLength(1);
  });

  it("is told what the one before it missed", async () => {
    world.pass(25 * 60 * 60 * 1000);
    expect(await commands()).toEqual([]);
    const instanceId = randomUUID();
    await resume(instanceId);
    await resume(instanceId);
    expect(await commands()).toHaveLength(1);
  });

  it("finds the content, however old it is", async () => {
    const { id: organizationId } = world.organization;
    const digest = "d".repeat(64);
    const put = (name: string) => (tx: Parameters<Parameters<typeof world.store.record>[1]>[0]) =>
      tx.putBundle(name, Buffer.from("files"));
    await world.store.record(organizationId, put(digest));
    await world.store.record(organizationId, put("e".repeat(64)));
    await world.store.system.prune(new Date(world.clock.now().getTime() + 86_400_000));
    const found = await world.store.read(organizationId, (tx) =>
      Promise.all([tx.bundle(digest), tx.bundle("e".repeat(64))]),
    );
    expect(found.map((content) => content?.toString() ?? null)).toEqual(["files", null]);
  });
});
