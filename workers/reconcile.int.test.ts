import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { JobName } from "#contracts/jobs.ts";
import type { Queue } from "#ports/queue.ts";
import { readRelease } from "#services/release/read-release.ts";
import { newPlan } from "#test/builders/release-world.ts";
import { running } from "#test/builders/shop.ts";
import { intent } from "#test/builders/test-store.ts";
import { World } from "#test/world.ts";

import { keepHouse, ringDueWork } from "./reconcile.ts";
import { relayOutbox } from "./relay.ts";

let world: World;

beforeAll(async () => {
  world = await World.create();
});

afterAll(() => world.stop());

/** A queue that remembers for what it was rung, and can be away. */
class Bells implements Queue {
  readonly rung: string[] = [];
  away = false;

  async ring(name: JobName): Promise<void> {
    if (this.away) throw new Error("the queue is away");
    this.rung.push(name);
  }

  async close(): Promise<void> {}
}

async function due(): Promise<readonly string[]> {
  const bells = new Bells();
  const { store, clock } = world;
  await ringDueWork({ store, queue: bells, clock, scanMs: 60_000, branchMs: 30_000 });
  return bells.rung;
}

describe("the outbox", () => {
  it("is rung for once, and again only where the queue was away", async () => {
    await world.release("prod", ["cart", "1.1.0"]);
    const bells = new Bells();
    bells.away = true;
    await expect(relayOutbox(world.store, bells)).rejects.toThrow("away");
    bells.away = false;
    await relayOutbox(world.store, bells);
    expect(bells.rung).toEqual(["run-lane"]);
    await relayOutbox(world.store, bells);
    expect(bells.rung).toEqual(["run-lane"]);
  });
});

describe("work for which no bell rang", () => {
  it("is found: branches and image repositories that nobody looked at", async () => {
    expect((await due()).filter((name) => name === "read-branch")).toEqual(["read-branch"]);
    world.pass(60_001);
    expect((await due()).filter((name) => name === "scan-images")).toHaveLength(3);
  });

  it("is found: a lane with a release, until the release is done", async () => {
    const number = await world.release("prod", ["mail", "1.1.0"]);
    expect(await due()).toContain("run-lane");
    await world.work("run-lane");
    expect(await due()).not.toContain("run-lane");
    expect(await due()).toContain("observe-rollouts");
    const ctx = world.person("owner");
    expect(await readRelease({ ctx, input: { number } })).toMatchObject({ status: "running" });
  });

  it("is not found before a waiting release is to be tried again", async () => {
    await world.release("prod", ["checkout", "1.1.0"]);
    world.git.fail("503");
    await world.work("run-lane");
    world.git.heal();
    expect(await due()).not.toContain("run-lane");
    world.pass(1_001);
    expect(await due()).toContain("run-lane");
  });

  it("is found: a plan that nobody calculates", async () => {
    const createdAt = world.clock.now();
    await world.store.write(world.organization.id, intent("plan.create"), (tx) =>
      tx.createPlan(newPlan(world.clusters.prod, { createdAt })),
    );
    expect(await due()).not.toContain("calculate-plan");
    world.pass(5_001);
    expect(await due()).toContain("calculate-plan");
  });
});

describe("an agent that is not heard of", () => {
  it("is taken for gone after 40 seconds, and its rollouts are judged again", async () => {
    await world.report("stage", [running("cart", "1.1.0")]);
    const { store, clock } = world;
    const house = { store, clock, queue: new Bells(), scanMs: 1, branchMs: 1 };
    world.pass(39_000);
    await keepHouse(house);
    expect(await isConnected()).toBe(true);
    world.pass(2_000);
    await keepHouse(house);
    expect(await isConnected()).toBe(false);
    const bells = new Bells();
    await relayOutbox(store, bells);
    expect(bells.rung).toContain("observe-rollouts");
  });

  async function isConnected(): Promise<boolean | undefined> {
    const cluster = await world.store.read(world.organization.id, (tx) =>
      tx.cluster(world.clusters.stage),
    );
    return cluster?.connected;
  }
});
