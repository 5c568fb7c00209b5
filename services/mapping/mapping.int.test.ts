import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { TenantContext } from "#services/context.ts";
import { readSettings } from "#services/organization/read-settings.ts";
import { defaultCommitter as committer } from "#services/release/committer.ts";
import { query } from "#test/builders/test-store.ts";
import { World } from "#test/world.ts";

import { readMapping } from "./read-mapping.ts";
import { removeMapping } from "./remove-mapping.ts";
import { saveMapping } from "./save-mapping.ts";

const pair = { from: "stage", to: "prod" };
const rules = {
  workloads: [{ from: "shop:deployment/cart", to: "shop:deployment/basket" }],
  images: [{ from: "registry.test/shop", to: "registry.prod.test/shop" }],
};

let world: World;

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world.stop());

function read(ctx = world.person("owner")) {
  return readMapping({ ctx, input: pair });
}

function save(input: Partial<typeof rules> & { readonly version: number }, ctx?: TenantContext) {
  return saveMapping({ ctx: ctx ?? world.person("owner"), input: { ...pair, ...rules, ...input } });
}

it("is the one of same names at first, with the workloads of both sides", async () => {
  const mapping = await read();
  expect(mapping).toMatchObject({ version: 0, workloads: [], images: [] });
  expect(mapping.sourceWorkloads.map(({ key }) => key)).toEqual([
    "shop:deployment/cart",
    "shop:deployment/checkout",
    "shop:deployment/mail",
  ]);
  expect(mapping.sourceWorkloads[0]?.images).toEqual(["registry.test/shop/cart:1.1.0"]);
  expect(mapping.targetWorkloads[0]?.images).toEqual(["registry.test/shop/cart:1.0.0"]);
});

async function lastAudit(): Promise<unknown> {
  const url = new URL(world.testStore.superuserUrl);
  url.pathname = new URL(world.testStore.appUrl).pathname;
  const sql = "SELECT event, subject, details FROM audit_entry ORDER BY seq DESC LIMIT 1";
  const [entry] = await query(url.href, sql);
  return entry;
}

it("is saved, audited, listed, and tells who comes late", async () => {
  await save({ version: 0 });
  expect(await lastAudit()).toEqual({
    event: "mapping.saved",
    subject: "mapping/stage/prod",
    details: rules,
  });
  expect(await read()).toMatchObject({ ...rules, version: 1 });
  const { mappings } = await readSettings({ ctx: world.person("viewer"), committer });
  expect(mappings).toMatchObject([
    { from: { name: "stage" }, to: { name: "prod" }, workloads: 1, images: 1 },
  ]);
  for (const version of [0, 2]) {
    await expect(save({ version, images: [] })).rejects.toMatchObject({ code: "conflict" });
  }
  expect(await read()).toMatchObject({ ...rules, version: 1 });
});

it.each([
  { change: { workloads: [{ from: "cart", to: "basket" }] }, pointer: "/workloads/0/from" },
  { change: { images: [{ from: "registry.test", to: "" }] }, pointer: "/images/0/to" },
])("names the field that is wrong: $pointer", async ({ change, pointer }) => {
  await expect(save({ version: 1, ...change })).rejects.toMatchObject({
    code: "invalid",
    data: { pointer },
  });
});

it.each([
  { from: "stage", to: "nowhere", code: "not-found" },
  { from: "stage", to: "stage", code: "invalid" },
])("leads between two clusters that exist: $from to $to", async ({ code, ...input }) => {
  await expect(readMapping({ ctx: world.person("owner"), input })).rejects.toMatchObject({ code });
});

describe("who may not", () => {
  it("a viewer and a promoter see it and cannot change it", async () => {
    for (const name of ["viewer", "promoter"] as const) {
      const ctx = world.person(name);
      expect(await read(ctx)).toEqual(await read());
      await expect(save({ version: 1 }, ctx)).rejects.toMatchObject({ code: "forbidden" });
      const removing = removeMapping({ ctx, input: { ...pair, version: 1 } });
      await expect(removing).rejects.toMatchObject({ code: "forbidden" });
    }
  });

  it("another organization finds nothing", async () => {
    const ctx = world.outsider();
    await expect(read(ctx)).rejects.toMatchObject({ code: "not-found" });
    await expect(save({ version: 1 }, ctx)).rejects.toMatchObject({ code: "not-found" });
    const removing = removeMapping({ ctx, input: { ...pair, version: 1 } });
    await expect(removing).rejects.toMatchObject({ code: "not-found" });
    expect(await read()).toMatchObject({ ...rules, version: 1 });
  });
});

it("is removed by who has seen the newest", async () => {
  const ctx = world.person("owner");
  const remove = (version: number) => removeMapping({ ctx, input: { ...pair, version } });
  await expect(remove(7)).rejects.toMatchObject({ code: "conflict" });
  await remove(1);
  expect(await lastAudit()).toMatchObject({ event: "mapping.removed" });
  expect(await read()).toMatchObject({ version: 0, workloads: [], images: [] });
});
