import { randomUUID } from "node:crypto";

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { clusterChannel } from "#ports/bus.ts";
import { addCluster } from "#test/builders/release-world.ts";
import { intent, later, openTestStore, testTime } from "#test/builders/test-store.ts";
import type { TestStore } from "#test/builders/test-store.ts";

const hour = 3_600_000;

let world: TestStore;
let orgId: string;
let clusterId: string;

beforeAll(async () => {
  world = await openTestStore();
});
afterAll(() => world.close());
beforeEach(async () => {
  orgId = (await world.addOrganization(`org-${Math.trunc(performance.now() * 1000)}`)).id;
  ({ clusterId } = await addCluster(world.store, orgId));
  world.bus.forget();
});

async function addToken(createdAt = testTime): Promise<string> {
  const hash = randomUUID();
  const expiresAt = later(hour);
  await world.store.write(orgId, intent("cluster.enrol"), (tx) =>
    tx.addEnrolmentToken({ id: randomUUID(), clusterId, hash, createdAt, expiresAt }),
  );
  return hash;
}

function enrol(tokenHash: string, { publicKey = "key", now = testTime } = {}): Promise<boolean> {
  const key = { keyId: randomUUID(), publicKey, kubernetesUid: null };
  return world.store.record(orgId, (tx) => tx.enrolAgent({ tokenHash, clusterId, ...key, now }));
}

describe("an enrolment token", () => {
  it("registers one key, once", async () => {
    const token = await addToken();
    expect(await world.store.system.enrolmentToken(token)).toEqual({
      organizationId: orgId,
      clusterId,
    });
    const attempts = Array.from({ length: 6 }, (_, n) => enrol(token, { publicKey: `key-${n}` }));
    expect((await Promise.all(attempts)).filter(Boolean)).toHaveLength(1);
    expect(await world.store.record(orgId, (tx) => tx.agentKey(clusterId))).toMatchObject({
      publicKey: expect.stringMatching(/^key-\d$/),
      generation: 1,
    });
    expect(await world.store.read(orgId, (tx) => tx.cluster(clusterId))).toMatchObject({
      enrolled: true,
    });
    expect(await world.store.read(orgId, (tx) => tx.enrolment(clusterId))).toEqual({
      expiresAt: later(hour),
      usedAt: testTime,
    });
  });

  it("ends with its time, and with the next one", async () => {
    const first = await addToken();
    expect(await enrol(first, { now: later(hour + 1) })).toBe(false);
    const second = await addToken(later(1));
    expect(await enrol(first)).toBe(false);
    expect(await enrol(second)).toBe(true);
  });

  it("is for one cluster", async () => {
    const token = await addToken();
    const other = (await addCluster(world.store, orgId, { name: "dev" })).clusterId;
    const key = { keyId: randomUUID(), publicKey: "k", kubernetesUid: null };
    const input = { tokenHash: token, clusterId: other, ...key };
    const enrolled = world.store.record(orgId, (tx) => tx.enrolAgent({ ...input, now: testTime }));
    expect(await enrolled).toBe(false);
    expect(await world.store.record(orgId, (tx) => tx.agentKey(other))).toBeNull();
  });

  it("rings for the agent that had the key before", async () => {
    await enrol(await addToken());
    world.bus.forget();
    expect(await enrol(await addToken(), { publicKey: "new" })).toBe(true);
    expect(world.bus.rings).toEqual([clusterChannel(clusterId)]);
    const key = await world.store.record(orgId, (tx) => tx.agentKey(clusterId));
    expect(key?.publicKey).toBe("new");
  });

  it("is gone with its cluster, as is the agent's key", async () => {
    const token = await addToken();
    await enrol(token);
    world.bus.forget();
    await world.store.write(orgId, intent("cluster.remove"), (tx) => tx.removeCluster(clusterId));
    expect(world.bus.rings).toEqual([clusterChannel(clusterId)]);
    expect(await world.store.system.enrolmentToken(token)).toBeNull();
    expect(await world.store.system.clusterOrganization(clusterId)).toBeNull();
    expect(await world.store.record(orgId, (tx) => tx.agentKey(clusterId))).toBeNull();
  });
});

describe("commands", () => {
  function add(notAfter = later(hour)): Promise<string> {
    const id = randomUUID();
    const command = { id, clusterId, type: "sync", payload: { revision: "c1" } } as const;
    return world.store.record(orgId, async (tx) => {
      await tx.addCommand({ ...command, createdAt: testTime, notAfter });
      return id;
    });
  }
  function finish(id: string, state: "received" | "done" | "failed", result: string | null = null) {
    const outcome = { clusterId, id, state, at: later(1), result };
    return world.store.record(orgId, (tx) => tx.recordCommand(outcome));
  }
  const open = (now = testTime) => world.store.read(orgId, (tx) => tx.openCommands(clusterId, now));

  it("are numbered per cluster without gaps, and ring it", async () => {
    const ids = new Set(await Promise.all(Array.from({ length: 6 }, () => add())));
    const commands = await open();
    expect(commands.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(new Set(commands.map(({ id }) => id))).toEqual(ids);
    expect(commands[0]).toMatchObject({
      type: "sync",
      payload: { revision: "c1" },
      state: "waiting",
    });
    expect(world.bus.rings).toEqual(Array.from({ length: 6 }, () => clusterChannel(clusterId)));
  });

  it("are open until they are finished or too late", async () => {
    const [done, late, waiting] = [await add(), await add(later(5)), await add()];
    await finish(done, "received");
    expect(await open()).toHaveLength(3);
    await finish(done, "done", "synced");
    await finish(done, "received");
    expect((await open(later(6))).map(({ id }) => id)).toEqual([waiting]);
    expect((await open(later(4))).map(({ id }) => id)).toEqual([late, waiting]);
  });

  it("refer to bundles, which are kept as they are", async () => {
    const content = Buffer.from([0, 255, 10, 13]);
    for (const put of [content, content]) {
      await world.store.record(orgId, (tx) => tx.putBundle("sha256:a", put));
    }
    expect(await world.store.read(orgId, (tx) => tx.bundle("sha256:a"))).toEqual(content);
    expect(await world.store.read(orgId, (tx) => tx.bundle("sha256:b"))).toBeNull();
  });
});

describe("a sync report", () => {
  it("shows in its cluster", async () => {
    const report = { revision: "c1", at: later(3), ok: false, message: "Forbidden." };
    await world.store.record(orgId, (tx) => tx.recordSync(clusterId, report));
    const cluster = await world.store.read(orgId, (tx) => tx.cluster(clusterId));
    expect(cluster?.sync).toEqual(report);
  });
});
