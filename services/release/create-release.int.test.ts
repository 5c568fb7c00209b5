import { randomUUID } from "node:crypto";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { PlanResponse } from "#contracts/api/plan.ts";
import { createPlan } from "#services/plan/create-plan.ts";
import { readPlan } from "#services/plan/read-plan.ts";
import { newPlan } from "#test/builders/release-world.ts";
import { firstTags } from "#test/builders/shop.ts";
import { intent } from "#test/builders/test-store.ts";
import { World } from "#test/world.ts";

import { createRelease } from "./create-release.ts";
import { readRelease } from "./read-release.ts";

let world: World;

beforeAll(async () => {
  world = await World.create();
});

afterAll(() => world.stop());

function planProd(tag = "1.1.0"): Promise<PlanResponse> {
  return world.plan({
    target: world.clusters.prod,
    source: { kind: "image-repo" },
    selection: [{ workload: "shop:deployment/cart", containers: [{ name: "cart", tag }] }],
  });
}

function create(planId: string, idempotencyKey: string = randomUUID(), person = "owner" as const) {
  return createRelease({ ctx: world.person(person), input: { planId, idempotencyKey } });
}

describe("a plan", () => {
  it("is released once, however often it is asked for", async () => {
    const { id } = await planProd();
    const first = await create(id);
    expect(first).toMatchObject({ replayed: false });
    expect(await create(id)).toEqual({ number: first.number, replayed: true });
    expect((await readPlan({ ctx: world.person("viewer"), input: { id } })).status).toBe(
      "released",
    );
  });

  it("is released once when two ask at the same moment", async () => {
    const { id } = await planProd();
    const both = await Promise.all([create(id), create(id)]);
    expect(new Set(both.map(({ number }) => number)).size).toBe(1);
    expect(both.filter(({ replayed }) => !replayed)).toHaveLength(1);
  });

  it("gives the same release for the same key", async () => {
    const { id } = await planProd();
    const first = await create(id, "key-1");
    expect(await create(id, "key-1")).toEqual({ number: first.number, replayed: true });
  });

  it("conflicts with a key that was used for another", async () => {
    const [one, two] = [await planProd(), await planProd()];
    await create(one.id, "key-2");
    await expect(create(two.id, "key-2")).rejects.toMatchObject({ code: "conflict" });
    expect(await create(two.id)).toMatchObject({ replayed: false });
  });

  it("of two with one key at the same moment is released, the other conflicts", async () => {
    const [one, two] = [await planProd(), await planProd()];
    const both = await Promise.allSettled([create(one.id, "key-3"), create(two.id, "key-3")]);
    const refused = both.filter(({ status }) => status === "rejected");
    expect(refused).toMatchObject([{ reason: { code: "conflict" } }]);
  });

  it("that is too old is not released, and says so when read", async () => {
    const { id } = await planProd();
    world.pass(60 * 60_000);
    await expect(create(id)).rejects.toMatchObject({ code: "plan-expired" });
    expect((await readPlan({ ctx: world.person("owner"), input: { id } })).status).toBe("expired");
  });

  it("that changes nothing is not released", async () => {
    const { id, items } = await planProd(firstTags.prod);
    expect(items).toMatchObject([{ outcome: "up-to-date", reason: { code: "up-to-date" } }]);
    await expect(create(id)).rejects.toMatchObject({ code: "invalid" });
  });

  it("that is still calculated is not released", async () => {
    const id = randomUUID();
    await world.store.write(world.organization.id, intent("plan.create"), (tx) =>
      tx.createPlan(newPlan(world.clusters.prod, { id })),
    );
    await expect(create(id)).rejects.toMatchObject({ code: "conflict" });
  });

  it("that could not be calculated says why, and is not released", async () => {
    world.git.fail("503");
    const plan = await planProd();
    world.git.heal();
    expect(plan).toMatchObject({ status: "failed" });
    expect(plan.error).toMatch(/answered with 503/);
    await expect(create(plan.id)).rejects.toMatchObject({ code: "conflict" });
  });

  it.each([
    { about: "a cluster that does not exist", target: randomUUID, code: "not-found" },
    { about: "its own source", target: () => world.clusters.stage, code: "invalid" },
  ])("to $about is refused", async ({ target, code }) => {
    const source = { kind: "cluster", clusterId: world.clusters.stage } as const;
    const input = { target: target(), source };
    await expect(createPlan({ ctx: world.person("owner"), input })).rejects.toMatchObject({ code });
  });

  it("to take back a release that does not exist, or went elsewhere, is refused", async () => {
    const { number } = await create((await planProd()).id);
    const ctx = world.person("owner");
    const [unknown, elsewhere] = [
      { kind: "release", number: 9999 },
      { kind: "release", number },
    ] as const;
    const target = world.clusters.stage;
    await expect(createPlan({ ctx, input: { target, source: unknown } })).rejects.toMatchObject({
      code: "not-found",
    });
    await expect(createPlan({ ctx, input: { target, source: elsewhere } })).rejects.toMatchObject({
      code: "invalid",
    });
  });
});

describe("a new release", () => {
  it("waits in its lane with every step and item, and the lane is rung for", async () => {
    const plan = await planProd();
    const { number } = await create(plan.id);
    const release = await readRelease({ ctx: world.person("viewer"), input: { number } });
    expect(release).toMatchObject({
      status: "queued",
      title: "cart 1.1.0",
      diff: plan.diff,
      planId: plan.id,
      requestedBy: "owner",
      sourceName: "the image repo",
      baseCommit: plan.baseCommit,
      commit: null,
      canRollBack: false,
      events: [],
    });
    expect(release.steps.map(({ status }) => status)).toEqual(
      Array.from({ length: 8 }, () => "pending"),
    );
    expect(release.items).toMatchObject([{ status: "pending", from: plan.items[0]?.from }]);
    expect(await world.work("run-lane")).toBeGreaterThan(0);
  });

  it("has the next number of its organization", async () => {
    const first = await create((await planProd("1.2.0")).id);
    const second = await create((await planProd("1.2.0")).id);
    expect(second.number).toBe(first.number + 1);
  });
});
