import { randomUUID } from "node:crypto";

import { afterAll, beforeEach, describe, expect, it } from "vitest";

import type { Actor } from "#ports/store/actor.ts";
import type { OutboxEntry } from "#ports/store/system.ts";
import { releaseChange } from "#test/builders/release-change.ts";
import { addCluster, addRelease, newPlan } from "#test/builders/release-world.ts";
import {
  intent,
  later,
  openTestStore,
  owner,
  testTime,
  viewer,
} from "#test/builders/test-store.ts";
import type { TestStore } from "#test/builders/test-store.ts";

const actor: Actor = { type: "system", job: "test" };
const after = { scanMs: 60_000, branchMs: 60_000 };

let world: TestStore;
let acme: string;
let globex: string;

beforeEach(async () => {
  await world?.close();
  world = await openTestStore();
  acme = (await world.addOrganization("acme")).id;
  globex = (await world.addOrganization("globex")).id;
});
afterAll(() => world.close());

describe("organizations", () => {
  it("are created with their owner, and found by their slug", async () => {
    const userId = await world.addUser("ana@acme.test");
    const organization = { id: randomUUID(), slug: "initech", name: "Initech" };
    await world.store.system.createOrganization({
      organization,
      owner: { userId, grant: owner },
      actor,
      now: testTime,
    });
    expect(await world.store.system.organizationBySlug("initech")).toEqual(organization);
    expect(await world.store.system.organizationBySlug("unknown")).toBeNull();
    expect(await world.store.read(organization.id, (tx) => tx.organization())).toEqual(
      organization,
    );
    expect(await world.store.system.memberships(userId)).toEqual([{ organization, grant: owner }]);
  });

  it("have a slug of their own", async () => {
    const again = { id: randomUUID(), slug: "acme", name: "Another" };
    const creating = world.store.system.createOrganization({
      organization: again,
      owner: null,
      actor,
      now: testTime,
    });
    await expect(creating).rejects.toMatchObject({ code: "conflict" });
  });

  it("are not found where there is none", async () => {
    const reading = world.store.read(randomUUID(), (tx) => tx.organization());
    await expect(reading).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("invitations", () => {
  it("become memberships of whoever proves the address, once", async () => {
    const grant = { role: "promoter", promoteTo: ["dev", "stage"] } as const;
    for (const orgId of [acme, globex]) {
      await world.store.write(orgId, intent("member.manage"), async (tx) => {
        await tx.addInvitation({ id: randomUUID(), email: "Ben@Acme.test", grant: viewer });
        await tx.addInvitation({ id: randomUUID(), email: "ben@acme.test", grant });
        await tx.addInvitation({ id: randomUUID(), email: "eve@acme.test", grant: owner });
      });
    }
    const id = await world.addUser("ben@acme.test");
    const ben = { id, email: "BEN@acme.test" };
    const accepted = [1, 2, 3].map(() => world.store.system.acceptInvitations(ben, testTime));
    expect((await Promise.all(accepted)).reduce((sum, count) => sum + count)).toBe(2);
    expect(await world.store.system.memberships(id)).toMatchObject([
      { organization: { slug: "acme" }, grant },
      { organization: { slug: "globex" }, grant },
    ]);
    expect(await world.store.system.acceptInvitations(ben, testTime)).toBe(0);
  });
});

describe("the outbox", () => {
  function put(orgId: string, configRepositoryId: string) {
    return world.store.record(orgId, (tx) =>
      tx.enqueue("read-branch", { organizationId: orgId, configRepositoryId, branch: "main" }),
    );
  }

  it("hands over the jobs of all organizations in order, and forgets them then", async () => {
    const [first, second] = [randomUUID(), randomUUID()];
    world.bus.forget();
    await put(acme, first);
    await put(globex, second);
    expect(world.bus.rings).toEqual(["outbox", "outbox"]);
    const seen: OutboxEntry[] = [];
    const relay = () =>
      world.store.system.relayOutbox(10, async (entries) => void seen.push(...entries));
    expect(await relay()).toBe(2);
    expect(
      seen.map(({ organizationId, name, payload }) => [organizationId, name, payload]),
    ).toEqual([
      [acme, "read-branch", { organizationId: acme, configRepositoryId: first, branch: "main" }],
      [
        globex,
        "read-branch",
        { organizationId: globex, configRepositoryId: second, branch: "main" },
      ],
    ]);
    expect(await relay()).toBe(0);
  });

  it("keeps what could not be handed over", async () => {
    await put(acme, randomUUID());
    const failing = world.store.system.relayOutbox(10, async () => {
      throw new Error("no queue");
    });
    await expect(failing).rejects.toThrow("no queue");
    expect(await world.store.system.relayOutbox(10, async () => {})).toBe(1);
  });

  it("is relayed by one at a time", async () => {
    await put(acme, randomUUID());
    const gate = Promise.withResolvers<void>();
    const entered = Promise.withResolvers<void>();
    const first = world.store.system.relayOutbox(10, async () => {
      entered.resolve();
      await gate.promise;
    });
    await entered.promise;
    expect(await world.store.system.relayOutbox(10, async () => {})).toBe(0);
    gate.resolve();
    expect(await first).toBe(1);
  });

  it("holds nothing of a transaction that failed", async () => {
    const failing = world.store.write(acme, intent(), async (tx) => {
      await tx.enqueue("scan-images", { organizationId: acme, imageRepositoryId: randomUUID() });
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await world.store.system.relayOutbox(10, async () => {})).toBe(0);
  });
});

describe("due work", () => {
  const due = (now = testTime) => world.store.system.dueWork(now, after);

  it("is a lane with a waiting release that nobody holds", async () => {
    const place = await addCluster(world.store, acme);
    const { id, laneId } = await addRelease(world.store, acme, { place });
    const lane = { organizationId: acme, laneId };
    expect((await due()).lanes).toEqual([lane]);
    const lease = await world.store.record(acme, (tx) =>
      tx.takeLane({ laneId, owner: "a", now: testTime, milliseconds: 1_000 }),
    );
    if (!lease) throw new Error("The lane was not free");
    expect((await due()).lanes).toEqual([]);
    expect((await due(later(1_001))).lanes).toEqual([lane]);
    await world.store.record(acme, async (tx) => {
      await tx.changeReleases([releaseChange(id, { release: { retryAt: later(5_000) } })]);
      await tx.releaseLane(lease);
    });
    expect((await due()).lanes).toEqual([]);
    expect((await due(later(5_000))).lanes).toEqual([lane]);
  });

  it("is a cluster where a pushed release is not final", async () => {
    const place = await addCluster(world.store, acme);
    const { id, laneId } = await addRelease(world.store, acme, { place });
    await world.store.record(acme, async (tx) => {
      await tx.changeReleases([releaseChange(id, { release: { status: "running" } })]);
      const take = { laneId, owner: "a", now: testTime, milliseconds: 1_000 };
      const lease = await tx.takeLane(take);
      if (lease) await tx.leaveLane(lease, [id]);
    });
    const rollout = { organizationId: acme, clusterId: place.clusterId };
    expect((await due()).rollouts).toEqual([rollout]);
    await world.store.record(acme, (tx) =>
      tx.changeReleases([releaseChange(id, { release: { status: "succeeded" } })]),
    );
    expect((await due()).rollouts).toEqual([]);
  });

  it("is a branch, a repository of images, a plan that nobody looked at for too long", async () => {
    const { clusterId, repositoryId } = await addCluster(world.store, globex);
    const imageRepositoryId = randomUUID();
    const plan = newPlan(clusterId);
    await world.store.record(globex, (tx) =>
      tx.addImageRepositories([{ id: imageRepositoryId, name: "r.test/a" }]),
    );
    await world.store.write(globex, intent(), (tx) => tx.createPlan(plan));
    const branch = { organizationId: globex, configRepositoryId: repositoryId, branch: "main" };
    const scan = { organizationId: globex, imageRepositoryId };
    const now = later(10_000);
    expect(await due(now)).toMatchObject({
      branches: [branch],
      scans: [scan],
      plans: [{ organizationId: globex, planId: plan.id }],
    });
    await world.store.record(globex, async (tx) => {
      await tx.recordRead({ clusterId, tip: "c1", readAt: now });
      await tx.recordScanError({ repositoryId: imageRepositoryId, at: now, error: "no" });
      await tx.failPlan(plan.id, "no");
    });
    expect(await due(now)).toMatchObject({ branches: [], scans: [], plans: [] });
    expect(await due(later(80_000))).toMatchObject({ branches: [branch], scans: [scan] });
  });
});

describe("housekeeping", () => {
  it("marks silent agents offline, once", async () => {
    const { clusterId } = await addCluster(world.store, acme);
    const facts = { agentVersion: "1", kubernetesVersion: "1.35", missingRights: [] };
    await world.store.record(acme, (tx) => tx.openSession({ clusterId, now: testTime, ...facts }));
    expect(await world.store.system.expireSessions(testTime)).toEqual([]);
    expect(await world.store.system.expireSessions(later(1))).toEqual([
      { organizationId: acme, clusterId },
    ]);
    expect(await world.store.system.expireSessions(later(1))).toEqual([]);
    const cluster = await world.store.read(acme, (tx) => tx.cluster(clusterId));
    expect(cluster?.connected).toBe(false);
  });

  it("forgets plans, events and jobs that are old, and keeps releases", async () => {
    const place = await addCluster(world.store, acme);
    const { number } = await addRelease(world.store, acme, { place });
    const release = await world.store.read(acme, (tx) => tx.release(number));
    await world.store.record(acme, (tx) => tx.emit({ kind: "matrix" }));
    const planId = release?.planId ?? "";
    await world.store.system.prune(testTime);
    expect(await world.store.read(acme, (tx) => tx.plan(planId))).not.toBeNull();
    await world.store.system.prune(later(86_400_000));
    expect(await world.store.read(acme, (tx) => tx.plan(planId))).toBeNull();
    expect((await world.store.read(acme, (tx) => tx.streamEvents(0, 9))).events).toEqual([]);
    expect(await world.store.read(acme, (tx) => tx.release(number))).toEqual(release);
  });

  it("answers a ping", async () => {
    await expect(world.store.system.ping()).resolves.toBeUndefined();
  });
});
