import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { JobName, JobPayload } from "#contracts/jobs.ts";
import { jobs } from "#contracts/jobs.ts";
import type { WorkerContext } from "#services/worker-context.ts";
import { running } from "#test/builders/shop.ts";
import { query } from "#test/builders/test-store.ts";
import { World } from "#test/world.ts";

import { jobHandlers } from "./catalog.ts";

let world: World;
let payloads: { readonly [Name in JobName]: JobPayload<Name> };

beforeAll(async () => {
  world = await World.create();
  const organizationId = world.organization.id;
  const target = world.clusters.prod;
  const plan = await world.plan({ target, source: { kind: "image-repo" } });
  await world.releasePlan(plan);
  const repositories = await world.store.read(organizationId, (tx) => tx.imageRepositories());
  payloads = {
    "calculate-plan": { organizationId, planId: plan.id },
    "run-lane": { organizationId, laneId: await world.laneId() },
    "observe-rollouts": { organizationId, clusterId: target },
    "scan-images": { organizationId, imageRepositoryId: repositories[0]?.id ?? "" },
    "read-branch": { organizationId, configRepositoryId: world.repositoryId, branch: "main" },
    "check-repository": { organizationId, configRepositoryId: world.repositoryId },
  };
  await world.report("prod", [running("cart", "1.2.0")]);
});

afterAll(() => world.stop());

async function run<Name extends JobName>(name: Name, ctx: WorkerContext): Promise<void> {
  await jobHandlers(() => ctx)[name](payloads[name], ctx.signal);
}

/** A digest of every table but the lanes, whose epoch counts how often they were taken. */
async function everyRow(): Promise<Readonly<Record<string, unknown>>> {
  const url = world.testStore.superuserUrl.replace(
    /\/[^/]*$/,
    new URL(world.testStore.ownerUrl).pathname,
  );
  const tables = await query(
    url,
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_name <> 'lane' ORDER BY 1",
  );
  const digests: Record<string, unknown> = {};
  for (const { name } of tables) {
    const [row] = await query(
      url,
      `SELECT count(*) AS rows, md5(string_agg(t::text, ' ' ORDER BY t::text)) AS content FROM "${String(name)}" t`,
    );
    digests[String(name)] = row;
  }
  return digests;
}

const names = [
  "read-branch",
  "scan-images",
  "calculate-plan",
  "check-repository",
  "run-lane",
  "observe-rollouts",
] as const;

describe("a job that is done twice", () => {
  it("is tried for every job there is", () => {
    expect(names.toSorted()).toEqual(Object.keys(jobs).toSorted());
  });

  it.each(names)("%s changes nothing the second time", async (name) => {
    await run(name, world.worker());
    const before = await everyRow();
    expect(Object.keys(before).length).toBeGreaterThan(20);
    await run(name, world.worker());
    expect(await everyRow()).toEqual(before);
  });
});

describe("a job of another organization", () => {
  it.each(names)("%s finds nothing of ours", async (name) => {
    const before = await everyRow();
    await run(name, world.worker({ organizationId: world.stranger.id }));
    expect(await everyRow()).toEqual(before);
  });
});
