import { afterAll, beforeAll, expect, it } from "vitest";

import { application, kustomization } from "#test/builders/engine.ts";
import { running } from "#test/builders/shop.ts";
import { World } from "#test/world.ts";

import { readPlan } from "./read-plan.ts";

let world: World;

beforeAll(async () => {
  world = await World.create();
});

afterAll(() => world.stop());

function plan(workloads: readonly string[]) {
  return world.plan({
    target: world.clusters.prod,
    source: { kind: "image-repo" },
    selection: workloads.map((workload) => ({ workload })),
  });
}

function read(id: string, ctx = world.person("viewer")) {
  return readPlan({ ctx, input: { id } });
}

async function report(isSuspended: boolean): Promise<void> {
  const apps = kustomization("apps", { automatic: !isSuspended });
  const shop = application("shop", { automatic: false });
  await world.report("prod", [
    running("cart", "1.0.0", { engine: apps }),
    running("checkout", "1.2.0", { engine: shop }),
    running("mail", "1.0.0", { engine: apps }),
  ]);
}

it("says before the commit which engine is suspended, and about which workloads of the plan", async () => {
  await report(true);
  const { id, holds, hash } = await plan(["shop:deployment/cart"]);
  expect(holds).toEqual([
    {
      by: "Flux Kustomization flux-system/apps",
      why: "suspended",
      text: expect.stringContaining("only after someone resumes it"),
      command: "flux resume kustomization apps --namespace flux-system",
      until: null,
      workloads: ["shop:deployment/cart"],
    },
  ]);
  await report(false);
  expect(await read(id)).toMatchObject({ holds: [], hash });
});

it("says nothing of workloads that the plan leaves as they are", async () => {
  await report(true);
  const { items, holds } = await world.plan({
    target: world.clusters.prod,
    source: { kind: "cluster", clusterId: world.clusters.dev },
    selection: [{ workload: "shop:deployment/checkout" }],
    scope: { exclude: ["shop:deployment/checkout"] },
  });
  expect(items.map(({ outcome }) => outcome)).toEqual(["skipped"]);
  expect(holds).toEqual([]);
});

it("says nothing of it any more once the plan is released", async () => {
  await report(true);
  const { id, holds } = await plan(["shop:deployment/cart", "shop:deployment/checkout"]);
  expect(holds.map(({ why }) => why)).toEqual(["suspended", "auto-sync-off"]);
  await world.releasePlan(await read(id));
  expect(await read(id)).toMatchObject({ status: "released", holds: [] });
});

it("is not told to another organization", async () => {
  const { id } = await plan(["shop:deployment/cart"]);
  await expect(read(id, world.outsider())).rejects.toMatchObject({ code: "not-found" });
});
