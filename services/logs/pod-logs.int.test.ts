import { randomUUID } from "node:crypto";

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import type { PodLogs } from "#contracts/agent-logs.ts";
import type { PodLogsAnswer } from "#contracts/api/pod-logs.ts";
import { workloadKey } from "#domain/glossary.ts";
import { recordResult } from "#services/agent/record-result.ts";
import type { TenantContext } from "#services/context.ts";
import { query } from "#test/builders/test-store.ts";
import { pod, podContainer, workload } from "#test/observed-workload.ts";
import { World } from "#test/world.ts";

import { askPodLogs } from "./ask-pod-logs.ts";
import { readPodLogs } from "./read-pod-logs.ts";

const key = "shop:deployment/checkout";
const canary = "password=hunter2-canary";
const crashing = podContainer({
  state: "waiting",
  ready: false,
  restarts: 3,
  reason: "CrashLoopBackOff",
  lastExitCode: 1,
});
const failing = pod({
  name: "checkout-7d9f-abcde",
  ready: false,
  containers: [podContainer({ name: "proxy" }), crashing],
});
const found: PodLogs = {
  state: "read",
  runs: [{ run: "previous", text: `starting\n${canary}\n`, truncated: false, unread: null }],
  events: [],
};

let world: World;
let session: { organizationId: string; clusterId: string; sessionEpoch: number };

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world.stop());

beforeEach(async () => {
  await world.report("dev", [workload({ pods: [failing] })]);
  await connect(["logs"]);
});

async function connect(capabilities: readonly "logs"[] | null): Promise<void> {
  const clusterId = world.clusters.dev;
  const { sessionEpoch } = await world.store.record(world.organization.id, (tx) =>
    tx.openSession({
      clusterId,
      now: world.clock.now(),
      agentVersion: "1.0.0",
      kubernetesVersion: "1.35",
      missingRights: [],
      capabilities,
    }),
  );
  session = { organizationId: world.organization.id, clusterId, sessionEpoch };
}

function ask(
  more: { readonly container?: string; readonly pod?: string } = {},
  ctx: TenantContext = world.person("promoter"),
): Promise<PodLogsAnswer> {
  const input = { clusterId: world.clusters.dev, workload: key, pod: failing.name, ...more };
  return askPodLogs({ ctx, input });
}

function read({ id }: Pick<PodLogsAnswer, "id">, ctx: TenantContext = world.person("promoter")) {
  return readPodLogs({ ctx, input: { clusterId: world.clusters.dev, id: id ?? "" } });
}

function answer({ id }: Pick<PodLogsAnswer, "id">, logs: PodLogs = found): Promise<boolean> {
  const told = { ok: logs.state === "read", message: "logs", sync: null, logs };
  return recordResult({
    ctx: { store: world.store, clock: world.clock, ids: { uuid: randomUUID, secret: randomUUID } },
    session,
    result: { type: "commandResult", id: id ?? "", ...told },
  });
}

function commands() {
  return world.store.read(world.organization.id, (tx) =>
    tx.openCommands(world.clusters.dev, world.clock.now()),
  );
}

it("is deleted when its time is over, and not only hidden", async () => {
  // The store's own clock stands at `testTime`.
  world.pass(-15 * 60_000);
  await answer(await ask());
  expect(await everything("pod_log")).toContain(canary);
  await world.store.system.prune(new Date(0));
  expect(await everything("pod_log")).toBe("[]");
  world.pass(15 * 60_000);
});

describe("a question for logs", () => {
  it("is a command for the agent that soon expires", async () => {
    const asked = await ask();
    expect(asked).toMatchObject({
      pod: failing.name,
      containers: ["proxy", "checkout"],
      answer: { state: "waiting" },
    });
    const [command] = (await commands()).filter(({ id }) => id === asked.id);
    expect(command).toMatchObject({
      type: "logs",
      payload: { namespace: "shop", pod: failing.name, container: "checkout" },
    });
    expect(command?.notAfter).toEqual(new Date(world.clock.now().getTime() + 30_000));
    world.pass(30_000);
    expect((await commands()).map(({ id }) => id)).not.toContain(asked.id);
    expect((await read(asked)).answer).toEqual({ state: "unanswered" });
  });

  it("is about the container in trouble unless another is named", async () => {
    expect((await ask()).container).toBe("checkout");
    expect((await ask({ container: "proxy" })).container).toBe("proxy");
  });

  it("finds the pod of what Flux deployed in another namespace", async () => {
    const release = { kind: "helmrelease", namespace: "flux-system", uid: "release" };
    const both = [workload({ ...release, pods: [failing] }), workload({ pods: [failing] })];
    await world.store.record(world.organization.id, (tx) =>
      tx.applyState({
        clusterId: world.clusters.dev,
        sessionEpoch: session.sessionEpoch,
        cursor: { epoch: "both", seq: 1 },
        at: world.clock.now(),
        kind: "snapshot",
        upserts: both.map((observed) => ({ key: workloadKey(observed), observed })),
        deletes: [],
      }),
    );
    const input = {
      clusterId: world.clusters.dev,
      workload: "flux-system:helmrelease/checkout",
      pod: failing.name,
    };
    const asked = await askPodLogs({ ctx: world.person("promoter"), input });
    const [command] = (await commands()).filter(({ id }) => id === asked.id);
    expect(command?.payload).toMatchObject({ namespace: "shop" });
  });

  it.each([{ container: "none" }, { pod: "another-pod" }])(
    "is refused where the cluster reported no %o",
    async (more) => {
      await expect(ask(more)).rejects.toMatchObject({ code: "not-found" });
    },
  );

  it("is answered, once, and the asker's pages are told", async () => {
    const { last } = await world.store.read(world.organization.id, (tx) => tx.streamEvents(0, 1));
    const asked = await ask();
    await answer(asked);
    await answer(asked, { state: "gone" });
    expect((await read(asked)).answer).toEqual(found);
    const { events } = await world.store.read(world.organization.id, (tx) =>
      tx.streamEvents(last, 10),
    );
    const told = events.filter(({ event }) => event.kind === "pod-logs");
    expect(told.map(({ event }) => event)).toEqual([{ kind: "pod-logs", id: asked.id }]);
  });

  it.each([{ state: "gone" }, { state: "no-right" }] as const)(
    "may be answered with %o",
    async (logs) => {
      const asked = await ask();
      await answer(asked, logs);
      expect((await read(asked)).answer).toEqual(logs);
    },
  );

  it("tells the agent's own words where it could not", async () => {
    const asked = await ask();
    const result = { type: "commandResult", id: asked.id ?? "", ok: false } as const;
    const ids = { uuid: randomUUID, secret: randomUUID };
    await recordResult({
      ctx: { store: world.store, clock: world.clock, ids },
      session,
      result: { ...result, message: "the API server is away", sync: null },
    });
    const failed = { state: "failed", message: "the API server is away" };
    expect((await read(asked)).answer).toEqual(failed);
  });

  it("is not put to an agent that cannot answer, and nothing is noted", async () => {
    const before = await audited();
    await connect([]);
    expect(await ask()).toMatchObject({ id: null, answer: { state: "no-right" } });
    await connect(null);
    expect(await ask()).toMatchObject({ id: null, answer: { state: "too-old" } });
    await world.store.record(world.organization.id, (tx) =>
      tx.touchSession({ ...session, now: world.clock.now(), connected: false }),
    );
    expect(await ask()).toMatchObject({ id: null, answer: { state: "offline" } });
    expect(await audited()).toEqual(before);
  });

  it("is refused while the agent has enough of them", async () => {
    world.pass(60_000);
    for (let asked = 0; asked < 10; asked += 1) await ask();
    await expect(ask()).rejects.toMatchObject({ code: "unavailable" });
    world.pass(60_000);
  });
});

describe("the answer", () => {
  it("is for whoever asked, and nobody else", async () => {
    const asked = await ask();
    await answer(asked);
    for (const ctx of [world.person("owner"), world.outsider()]) {
      await expect(read(asked, ctx)).rejects.toMatchObject({ code: "not-found" });
    }
    const demoted = { ...world.person("promoter"), grant: world.person("viewer").grant };
    await expect(read(asked, demoted)).rejects.toMatchObject({ code: "forbidden" });
  });

  it("is forgotten after 15 minutes", async () => {
    const asked = await ask();
    await answer(asked);
    world.pass(15 * 60_000 - 1);
    expect((await read(asked)).answer.state).toBe("read");
    world.pass(1);
    await expect(read(asked)).rejects.toMatchObject({ code: "not-found" });
  });

  it("leaves who read what in the audit log, and no line of it anywhere else", async () => {
    await answer(await ask());
    const [entry] = (await audited()).slice(-1);
    expect(entry).toMatchObject({
      event: "pod-logs.read",
      actor: { id: "promoter" },
      subject: `pod/shop/${failing.name}`,
      details: { cluster: "dev", container: "checkout" },
    });
    for (const table of ["audit_entry", "agent_command", "stream_event", "outbox"]) {
      expect(await everything(table), table).not.toContain(canary);
    }
  });
});

function asSuperuser(text: string) {
  const url = new URL(world.testStore.superuserUrl);
  url.pathname = new URL(world.testStore.appUrl).pathname;
  return query(url.href, text);
}

function audited() {
  return asSuperuser("SELECT event, actor, subject, details FROM audit_entry ORDER BY at, seq");
}

async function everything(table: string): Promise<string> {
  return JSON.stringify(await asSuperuser(`SELECT * FROM ${table} ORDER BY 1, 2`), (_key, value) =>
    typeof value === "bigint" ? String(value) : value,
  );
}
