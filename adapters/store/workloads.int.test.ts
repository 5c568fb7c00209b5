import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { workloadKey } from "#domain/glossary.ts";
import type { ObservedWorkload } from "#domain/rollout/observed.ts";
import type { StateChange } from "#ports/store/recorder.ts";
import { addCluster } from "#test/builders/release-world.ts";
import { later, openTestStore, testTime } from "#test/builders/test-store.ts";
import type { TestStore } from "#test/builders/test-store.ts";
import { workload } from "#test/observed-workload.ts";

let world: TestStore;
let orgId: string;
let clusterId: string;
let sessionEpoch: number;

beforeAll(async () => {
  world = await openTestStore();
});
afterAll(() => world.close());
beforeEach(async () => {
  orgId = (await world.addOrganization(`org-${Math.trunc(performance.now() * 1000)}`)).id;
  ({ clusterId } = await addCluster(world.store, orgId));
  ({ sessionEpoch } = await connect());
});

function connect() {
  const facts = { agentVersion: "1.0.0", kubernetesVersion: "1.35", missingRights: ["pods"] };
  return world.store.record(orgId, (tx) => tx.openSession({ clusterId, now: testTime, ...facts }));
}

function apply(change: Partial<StateChange> & { readonly objects?: readonly ObservedWorkload[] }) {
  const { objects = [], ...rest } = change;
  return world.store.record(orgId, (tx) =>
    tx.applyState({
      clusterId,
      sessionEpoch,
      cursor: { epoch: "e1", seq: 1 },
      at: testTime,
      kind: "delta",
      deletes: [],
      upserts: objects.map((observed) => ({ key: workloadKey(observed), observed })),
      ...rest,
    }),
  );
}

async function stored(): Promise<Readonly<Record<string, Date>>> {
  const rows = await world.store.read(orgId, (tx) => tx.workloads({ clusterId }));
  return Object.fromEntries(rows.map(({ observed, changedAt }) => [observed.uid, changedAt]));
}

function named(name: string, uid = name): ObservedWorkload {
  return workload({ name, uid });
}

describe("a cluster's state", () => {
  it("is what a snapshot says, and comes back as it was sent", async () => {
    const sent = named("checkout");
    expect(await apply({ kind: "snapshot", objects: [sent, named("cart")] })).toBe(true);
    const rows = await world.store.read(orgId, (tx) =>
      tx.workloads({ key: "shop:deployment/checkout" }),
    );
    expect(rows).toEqual([
      { clusterId, key: "shop:deployment/checkout", observed: sent, changedAt: testTime },
    ]);
  });

  it("loses what a snapshot does not name", async () => {
    await apply({ kind: "snapshot", objects: [named("a"), named("b")] });
    await apply({ kind: "snapshot", objects: [named("b"), named("c")], at: later(1) });
    expect(await stored()).toEqual({ b: testTime, c: later(1) });
    await apply({ kind: "snapshot" });
    expect(await stored()).toEqual({});
  });

  it("keeps what a delta does not name, and drops what it deletes", async () => {
    await apply({ kind: "snapshot", objects: [named("a"), named("b"), named("c")] });
    await apply({ objects: [named("d")], deletes: ["b", "unknown"], at: later(1) });
    expect(await stored()).toEqual({ a: testTime, c: testTime, d: later(1) });
  });

  it("is touched only where it differs", async () => {
    await apply({ kind: "snapshot", objects: [named("a"), named("b")] });
    await apply({
      kind: "snapshot",
      at: later(1),
      objects: [named("a"), workload({ name: "b", uid: "b", generation: 5 })],
    });
    expect(await stored()).toEqual({ a: testTime, b: later(1) });
  });

  it("knows that an object under an old name with a new uid is another one", async () => {
    await apply({ kind: "snapshot", objects: [named("a", "old"), named("b")] });
    await apply({ objects: [named("a", "new")], at: later(1) });
    expect(await stored()).toEqual({ new: later(1), b: testTime });
  });

  it("is stored together with its cursor, and only by the newest session", async () => {
    await apply({ cursor: { epoch: "e2", seq: 41 }, objects: [named("a")] });
    const old = sessionEpoch;
    const reopened = await connect();
    expect(reopened.stream).toEqual({ epoch: "e2", seq: 41 });
    expect(reopened.sessionEpoch).toBe(old + 1);
    expect(await apply({ objects: [named("late")], cursor: { epoch: "e2", seq: 42 } })).toBe(false);
    expect(await stored()).toEqual({ a: testTime });
    expect((await connect()).stream).toEqual({ epoch: "e2", seq: 41 });
  });

  it("of 2,000 workloads is stored in one go, and not written again", async () => {
    const objects = Array.from({ length: 2_000 }, (_, index) => named(`service-${index}`));
    for (const at of [testTime, later(1)]) {
      await apply({ kind: "snapshot", objects, at });
    }
    const rows = Object.values(await stored());
    expect(rows).toHaveLength(2_000);
    expect(rows.every((at) => at.getTime() === testTime.getTime())).toBe(true);
  });
});

describe("a session", () => {
  it("shows in its cluster, until it ends", async () => {
    const read = () => world.store.read(orgId, (tx) => tx.cluster(clusterId));
    expect(await read()).toMatchObject({
      connected: true,
      connectedAt: testTime,
      lastSeenAt: testTime,
      stateAt: null,
      agentVersion: "1.0.0",
      kubernetesVersion: "1.35",
      missingRights: ["pods"],
    });
    const end = { clusterId, sessionEpoch, now: later(5), connected: false };
    expect(await world.store.record(orgId, (tx) => tx.touchSession(end))).toBe(true);
    expect(await read()).toMatchObject({ connected: false, lastSeenAt: later(5) });
  });

  it("cannot end a newer one", async () => {
    const end = { clusterId, sessionEpoch, now: later(5), connected: false };
    await connect();
    expect(await world.store.record(orgId, (tx) => tx.touchSession(end))).toBe(false);
    const cluster = await world.store.read(orgId, (tx) => tx.cluster(clusterId));
    expect(cluster?.connected).toBe(true);
  });
});
