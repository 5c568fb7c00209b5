import { randomUUID } from "node:crypto";

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { stepNames } from "#domain/promotion/release.ts";
import type { TenantReader } from "#ports/store/reader.ts";
import type { TenantRecorder } from "#ports/store/recorder.ts";
import type { NewRelease, TenantWriter } from "#ports/store/writer.ts";
import { releaseChange } from "#test/builders/release-change.ts";
import {
  addCluster,
  addRelease,
  emptyCalculation,
  newItem,
  newPlan,
  newRelease,
} from "#test/builders/release-world.ts";
import type { ClusterInConfig } from "#test/builders/release-world.ts";
import { ana, intent, later, openTestStore, testTime } from "#test/builders/test-store.ts";
import type { TestStore } from "#test/builders/test-store.ts";

let world: TestStore;
let orgId: string;
let place: ClusterInConfig;

beforeAll(async () => {
  world = await openTestStore();
});
afterAll(() => world.close());
beforeEach(async () => {
  orgId = (await world.addOrganization(`org-${Math.trunc(performance.now() * 1000)}`)).id;
  place = await addCluster(world.store, orgId);
});

function read<T>(work: (tx: TenantReader) => Promise<T>): Promise<T> {
  return world.store.read(orgId, work);
}
function write<T>(work: (tx: TenantWriter) => Promise<T>): Promise<T> {
  return world.store.write(orgId, intent(), work);
}
function record<T>(work: (tx: TenantRecorder) => Promise<T>): Promise<T> {
  return world.store.record(orgId, work);
}
function release(changes?: Partial<NewRelease>) {
  return addRelease(world.store, orgId, changes ? { place, changes } : { place });
}
async function readyPlan(): Promise<string> {
  const plan = newPlan(place.clusterId);
  await write((tx) => tx.createPlan(plan));
  await record((tx) => tx.recordPlan(plan.id, emptyCalculation));
  return plan.id;
}

describe("a plan", () => {
  it("waits for its calculation, and then says what it found", async () => {
    const plan = newPlan(place.clusterId, {
      source: { kind: "cluster", clusterId: place.clusterId },
      selection: [{ workload: "a:b/c", containers: [{ name: "x", tag: undefined }] }],
      subject: "For the fair",
    });
    await write((tx) => tx.createPlan(plan));
    expect(await read((tx) => tx.plan(plan.id))).toMatchObject({
      id: plan.id,
      status: "calculating",
      source: plan.source,
      subject: "For the fair",
      requestedBy: ana,
      items: [],
      hash: null,
      createdAt: testTime,
      selection: [{ workload: "a:b/c", containers: [{ name: "x" }] }],
    });
    const found = {
      ...emptyCalculation,
      diff: "+new\n",
      files: [{ path: "a", added: 1, removed: 0 }],
    };
    await record((tx) => tx.recordPlan(plan.id, found));
    expect(await read((tx) => tx.plan(plan.id))).toMatchObject({ status: "ready", ...found });
  });

  it("keeps its first outcome", async () => {
    const plan = newPlan(place.clusterId, { selection: null });
    await write((tx) => tx.createPlan(plan));
    await record((tx) => tx.failPlan(plan.id, "Git does not answer."));
    await record((tx) => tx.recordPlan(plan.id, emptyCalculation));
    const stored = await read((tx) => tx.plan(plan.id));
    expect(stored).toMatchObject({
      status: "failed",
      error: "Git does not answer.",
      selection: null,
    });
  });

  it("is released once, however many press at once", async () => {
    const planId = await readyPlan();
    const attempts = Array.from({ length: 8 }, () =>
      write((tx) => tx.createRelease(newRelease(place, planId))),
    );
    const created = (await Promise.all(attempts)).filter((one) => one !== null);
    expect(created).toHaveLength(1);
    const plan = await read((tx) => tx.plan(planId));
    expect(plan).toMatchObject({ status: "released", releaseNumber: created[0]?.number });
  });

  it("is not known by something that is no identifier", async () => {
    expect(await read((tx) => tx.plan("../../etc"))).toBeNull();
  });
});

describe("a release", () => {
  it("has all that it needs of its plan and its cluster", async () => {
    const { id, number, laneId } = await release();
    const stored = await read((tx) => tx.release(number));
    expect(stored).toMatchObject({
      id,
      number: 1,
      clusterName: "prod",
      environment: "prod",
      status: "queued",
      repositoryUrl: "https://git.test/prod",
      requestedBy: ana,
      rolledBackBy: null,
      commit: null,
      attempts: 0,
      createdAt: testTime,
      startedAt: null,
    });
    expect(await read((tx) => tx.releaseById(id))).toEqual(stored);
    expect(await read((tx) => tx.releaseByIdempotencyKey(id))).toEqual(stored);
    expect(await read((tx) => tx.laneReleases(laneId))).toEqual([stored]);
    const steps = await read((tx) => tx.releaseSteps(id));
    expect(steps.map(({ name, status }) => [name, status])).toEqual(
      stepNames.map((name) => [name, "pending"]),
    );
    const items = await read((tx) => tx.releaseItems(id));
    expect(items).toMatchObject([{ status: "pending", progress: null, line: 12 }]);
  });

  it("survives its cluster", async () => {
    const { number } = await release();
    await write((tx) => tx.removeCluster(place.clusterId));
    expect(await read((tx) => tx.clusters())).toEqual([]);
    expect(await read((tx) => tx.release(number))).toMatchObject({ clusterName: "prod" });
  });

  it("is numbered within its organization without gaps, also when many come at once", async () => {
    const made = await Promise.all(Array.from({ length: 10 }, () => release()));
    const numbers = made.map(({ number }) => number).toSorted((a, b) => a - b);
    expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(new Set(made.map(({ laneId }) => laneId)).size).toBe(1);
  });

  it("is refused for an idempotency key that is taken", async () => {
    await release({ idempotencyKey: "once" });
    await expect(release({ idempotencyKey: "once" })).rejects.toThrow();
  });

  it("records progress, steps, items and its own gap-free log", async () => {
    const { id, number } = await release();
    const items = await read((tx) => tx.releaseItems(id));
    const progress = { updated: 1, ready: 0, desired: 3, message: "1 of 3", pods: [] };
    const event = { at: testTime, level: "info", message: "fetching" } as const;
    await record(async (tx) => {
      await tx.changeReleases([
        releaseChange(id, { release: { status: "running", startedAt: testTime, attempts: 1 } }),
      ]);
      await tx.changeReleases([
        releaseChange(id, {
          steps: new Map([["fetch", { status: "running", startedAt: testTime, note: "main" }]]),
        }),
      ]);
      const rolling = new Map(
        items.map((item) => [item.id, { status: "rolling", progress } as const]),
      );
      await tx.changeReleases([releaseChange(id, { items: rolling })]);
      for (const [step, seq] of [
        ["fetch", 1],
        ["push", 2],
      ] as const) {
        const change = releaseChange(id, { events: [{ ...event, step }] });
        expect(await tx.changeReleases([change])).toMatchObject([{ events: [{ step, seq }] }]);
      }
    });
    expect(await read((tx) => tx.release(number))).toMatchObject({
      status: "running",
      attempts: 1,
    });
    expect(await read((tx) => tx.releaseSteps(id))).toContainEqual({
      name: "fetch",
      status: "running",
      startedAt: testTime,
      finishedAt: null,
      note: "main",
    });
    expect(await read((tx) => tx.releaseItems(id))).toMatchObject([
      { status: "rolling", progress },
    ]);
    expect(await read((tx) => tx.releaseEvents(id))).toEqual([
      { seq: 1, ...event, step: "fetch" },
      { seq: 2, ...event, step: "push" },
    ]);
  });

  it("changes many releases at once, each by its own change, and leaves the others alone", async () => {
    const [first, second, third] = [await release(), await release(), await release()];
    const line = { at: testTime, level: "info", step: "fetch", message: "fetched" } as const;
    const changed = await record((tx) =>
      tx.changeReleases([
        releaseChange(second.id, {
          release: { status: "running", error: "slow", retryAt: later(1) },
          steps: new Map([["push", { status: "running", startedAt: testTime }]]),
          events: [line, { ...line, step: "push" }],
        }),
        releaseChange(first.id, { release: { commit: "c1" }, events: [line] }),
        releaseChange(randomUUID(), { release: { commit: "c0" }, events: [line] }),
      ]),
    );
    expect(changed).toMatchObject([
      {
        release: { id: second.id, status: "running", error: "slow", retryAt: later(1) },
        steps: [{ name: "push", status: "running", startedAt: testTime, note: "" }],
        events: [{ seq: 1 }, { seq: 2 }],
      },
      {
        release: { id: first.id, status: "queued", commit: "c1" },
        steps: [],
        events: [{ seq: 1 }],
      },
    ]);
    const again = releaseChange(second.id, {
      release: { error: null, retryAt: null },
      events: [line],
    });
    expect(await record((tx) => tx.changeReleases([again]))).toMatchObject([
      { release: { status: "running", error: null, retryAt: null }, events: [{ seq: 3 }] },
    ]);
    const events = await read((tx) => tx.releaseEvents(second.id));
    expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(await read((tx) => tx.release(third.number))).toMatchObject({ status: "queued" });
  });

  it("says which release took it back, unless that one failed", async () => {
    const first = await release();
    const failed = await release({ rollbackOf: first.number });
    await record((tx) =>
      tx.changeReleases([releaseChange(failed.id, { release: { status: "failed" } })]),
    );
    expect(await read((tx) => tx.release(first.number))).toMatchObject({ rolledBackBy: null });
    const second = await release({ rollbackOf: first.number });
    const stored = await read((tx) => tx.release(first.number));
    expect(stored).toMatchObject({ rolledBackBy: second.number });
  });
});

describe("the list of releases", () => {
  async function numbers(filter: Partial<Parameters<TenantReader["releases"]>[0]>) {
    const found = await read((tx) => tx.releases({ limit: 10, ...filter }));
    return found.map(({ number }) => number);
  }

  it("is newest first, in pages, and filtered", async () => {
    const done = await release({ title: "Promote cart 100%" });
    await record((tx) =>
      tx.changeReleases([
        releaseChange(done.id, { release: { status: "succeeded", commit: "abc1234" } }),
      ]),
    );
    const broken = await release({
      items: [newItem({ workload: "shop:deployment/cart", to: "cart:2.7.1" })],
    });
    await record((tx) =>
      tx.changeReleases([releaseChange(broken.id, { release: { status: "failed" } })]),
    );
    await release();
    expect(await numbers({})).toEqual([3, 2, 1]);
    expect(await numbers({ limit: 2 })).toEqual([3, 2]);
    expect(await numbers({ before: 3 })).toEqual([2, 1]);
    expect(await numbers({ status: "running" })).toEqual([3]);
    expect(await numbers({ status: "failed" })).toEqual([2]);
    expect(await numbers({ status: "succeeded" })).toEqual([1]);
    expect(await numbers({ clusterId: place.clusterId })).toEqual([3, 2, 1]);
    expect(await numbers({ workload: "shop:deployment/cart" })).toEqual([2]);
    expect(await numbers({ text: "2.7.1" })).toEqual([2]);
    expect(await numbers({ text: "ABC12" })).toEqual([1]);
    expect(await numbers({ text: "100%" })).toEqual([1]);
    expect(await numbers({ text: "%" })).toEqual([1]);
    expect(await numbers({ text: "' OR 1=1" })).toEqual([]);
  });

  it("counts items", async () => {
    const statuses = ["updated", "updated", "skipped", "failed", "up-to-date"] as const;
    await release({ items: statuses.map((status) => newItem({ status })) });
    const [listed] = await read((tx) => tx.releases({ limit: 1 }));
    expect(listed?.counts).toEqual({ updated: 2, skipped: 1, failed: 1, total: 5 });
  });
});

describe("the last change of a container", () => {
  it("is by the newest release that wrote it, and not by one that committed nothing", async () => {
    const first = await release();
    const second = await release({ items: [newItem({ to: "checkout:2.0.0" })] });
    await record((tx) =>
      tx.changeReleases([releaseChange(first.id, { release: { commit: "c1" } })]),
    );
    const changes = () => read((tx) => tx.lastChanges("shop:deployment/checkout"));
    expect(await changes()).toEqual([
      {
        workload: "shop:deployment/checkout",
        container: "checkout",
        by: "Ana",
        clusterId: place.clusterId,
        to: "checkout:1.1.0",
        release: 1,
        at: testTime,
      },
    ]);
    await record(async (tx) => {
      await tx.changeReleases([releaseChange(second.id, { release: { commit: "c2" } })]);
      await tx.changeReleases([
        releaseChange(second.id, {
          steps: new Map([["push", { status: "succeeded", finishedAt: later(9) }]]),
        }),
      ]);
    });
    expect(await changes()).toMatchObject([{ to: "checkout:2.0.0", release: 2, at: later(9) }]);
  });

  it("is not by an item that was skipped", async () => {
    const { id } = await release({ items: [newItem({ status: "skipped" })] });
    await record((tx) => tx.changeReleases([releaseChange(id, { release: { commit: "c1" } })]));
    expect(await read((tx) => tx.lastChanges("shop:deployment/checkout"))).toEqual([]);
  });
});

describe("a lane", () => {
  const minute = 60_000;

  it("is held by one worker, and taken over when the hold runs out", async () => {
    const { laneId } = await release();
    const take = (owner: string, now = testTime) =>
      record((tx) => tx.takeLane({ laneId, owner, now, milliseconds: minute }));
    expect(await take("a")).toEqual({ laneId, epoch: 1 });
    expect(await take("b")).toBeNull();
    expect(await take("b", later(minute + 1))).toEqual({ laneId, epoch: 2 });
  });

  it("goes to one of many that reach for it", async () => {
    const { laneId } = await release();
    const takes = Array.from({ length: 8 }, (_, n) =>
      record((tx) => tx.takeLane({ laneId, owner: `w${n}`, now: testTime, milliseconds: minute })),
    );
    expect((await Promise.all(takes)).filter((lease) => lease !== null)).toHaveLength(1);
  });

  it("refuses everything of a worker that lost it", async () => {
    const { id, laneId } = await release();
    const take = { laneId, owner: "a", milliseconds: minute };
    const old = await record((tx) => tx.takeLane({ ...take, now: testTime }));
    const now = later(2 * minute);
    await record((tx) => tx.takeLane({ ...take, owner: "b", now }));
    if (!old) throw new Error("The lane was not free");
    expect(await record((tx) => tx.keepLane(old, now, minute))).toBe(false);
    const writing = record(async (tx) => {
      await tx.requireLane(old);
      await tx.changeReleases([releaseChange(id, { release: { status: "failed" } })]);
    });
    await expect(writing).rejects.toMatchObject({ code: "conflict" });
    await expect(record((tx) => tx.leaveLane(old, [id]))).rejects.toMatchObject({
      code: "conflict",
    });
    await record((tx) => tx.releaseLane(old));
    const third = await record((tx) => tx.takeLane({ ...take, owner: "c", now }));
    expect(third).toBeNull();
  });

  it("is left by its releases one by one, in order, and then free", async () => {
    const [first, second] = [await release(), await release()];
    const { laneId } = first;
    const lease = await record((tx) =>
      tx.takeLane({ laneId, owner: "a", now: testTime, milliseconds: minute }),
    );
    if (!lease) throw new Error("The lane was not free");
    const waiting = async () =>
      (await read((tx) => tx.laneReleases(laneId))).map(({ number }) => number);
    expect(await waiting()).toEqual([first.number, second.number]);
    await record(async (tx) => {
      await tx.changeReleases([releaseChange(first.id, { release: { status: "running" } })]);
      await tx.leaveLane(lease, [first.id]);
    });
    expect(await waiting()).toEqual([second.number]);
    const rolling = await read((tx) => tx.rollingReleases(place.clusterId));
    expect(rolling.map(({ id }) => id)).toEqual([first.id]);
    await record((tx) => tx.releaseLane(lease));
    await expect(record((tx) => tx.requireLane(lease))).rejects.toMatchObject({ code: "conflict" });
  });
});
