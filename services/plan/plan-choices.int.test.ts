import { randomUUID } from "node:crypto";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { PlanRequest } from "#contracts/api/plan.ts";
import { saveMapping } from "#services/mapping/save-mapping.ts";
import { createRelease } from "#services/release/create-release.ts";
import { readRelease } from "#services/release/read-release.ts";
import { deployment } from "#test/builders/plan-input.ts";
import { fileOf, image, running } from "#test/builders/shop.ts";
import { query } from "#test/builders/test-store.ts";
import { World } from "#test/world.ts";

import { createPlan } from "./create-plan.ts";
import { readPlan } from "./read-plan.ts";

const cart = "shop:deployment/cart";
const mail = "shop:deployment/mail";
let world: World;

beforeAll(async () => {
  world = await World.create();
  const lock = { "fluxcd.io/locked": "true", "fluxcd.io/locked_user": "ana" };
  const text = deployment("mail", { mail: image("mail", "1.0.0") }, lock);
  await world.git.commit({ [fileOf("prod", "mail")]: text }, { message: "lock mail" });
});

afterAll(() => world.stop());

function toProd(rest: Partial<PlanRequest> = {}): PlanRequest {
  return { target: world.clusters.prod, source: { kind: "image-repo" }, ...rest };
}

function release(planId: string, person: "owner" | "promoter" | "viewer" = "owner") {
  const input = { planId, idempotencyKey: randomUUID() };
  return createRelease({ ctx: world.person(person), input });
}

describe("a plan of a narrower scope", () => {
  it("remembers what was asked, and says what was left out", async () => {
    const scope = { namespaces: ["shop"], exclude: [cart] };
    const plan = await world.plan(toProd({ scope }));
    expect(plan.scope).toEqual({
      namespaces: ["shop"],
      labels: "",
      exclude: [cart],
      image: null,
      ignoreFilters: false,
      skipMismatches: false,
    });
    expect(
      plan.items.map(({ workload, outcome, reason }) => [workload, outcome, reason?.code]),
    ).toEqual([
      [cart, "skipped", "excluded"],
      ["shop:deployment/checkout", "update", undefined],
      [mail, "skipped", "locked"],
    ]);
  });

  it("makes a release without what was left out on purpose", async () => {
    const plan = await world.plan(toProd({ scope: { exclude: [cart, mail] } }));
    const { number } = await release(plan.id);
    const { items } = await readRelease({ ctx: world.person("viewer"), input: { number } });
    expect(items.map(({ workload }) => workload)).toEqual(["shop:deployment/checkout"]);
  });

  it.each<{ about: string; rest: Partial<PlanRequest>; pointer: string; detail: RegExp }>([
    {
      about: "labels that are no selector",
      rest: { scope: { labels: "a b" } },
      pointer: "/scope/labels",
      detail: /no part of a label selector/,
    },
    {
      about: "an image without a version",
      rest: { scope: { image: "registry.test/shop/cart" } },
      pointer: "/scope/image",
      detail: /names no version/,
    },
    {
      about: "a workload twice",
      rest: { selection: [{ workload: cart }, { workload: "shop:Deployment/cart" }] },
      pointer: "/selection/1/workload",
      detail: /selected twice/,
    },
    {
      about: "a container twice",
      rest: { selection: [{ workload: cart, containers: [{ name: "cart" }, { name: "cart" }] }] },
      pointer: "/selection/0/containers/1/name",
      detail: /selected twice/,
    },
    {
      about: "a tag that is none",
      rest: { selection: [{ workload: cart, containers: [{ name: "cart", tag: "a b" }] }] },
      pointer: "/selection/0/containers/0/tag",
      detail: /is not/,
    },
    {
      about: "a tag and an image",
      rest: {
        selection: [{ workload: cart, containers: [{ name: "cart", tag: "1", image: "a:1" }] }],
      },
      pointer: "/selection/0/containers/0/image",
      detail: /not both/,
    },
    {
      about: "a precondition that is no image",
      rest: { selection: [{ workload: cart, containers: [{ name: "cart", current: "A B" }] }] },
      pointer: "/selection/0/containers/0/current",
      detail: /is not an image/,
    },
  ])("is refused for $about, at the field", async ({ rest, pointer, detail }) => {
    const planned = createPlan({ ctx: world.person("owner"), input: toProd(rest) });
    await expect(planned).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringMatching(detail),
      data: { pointer },
    });
  });
});

describe("a lock", () => {
  const lifted = { selection: [{ workload: mail, liftLock: true }] };

  it("is lifted by who may, for one release, and the audit log names it", async () => {
    const plan = await world.plan(toProd(lifted));
    expect(plan.items).toMatchObject([{ outcome: "update", flags: ["lock-lifted"] }]);
    const { number } = await release(plan.id);
    const read = () => readRelease({ ctx: world.person("owner"), input: { number } });
    expect((await read()).items).toMatchObject([{ flags: ["lock-lifted"], status: "pending" }]);
    await world.work("run-lane");
    expect(await read()).toMatchObject({ error: null, items: [{ status: "committed" }] });
    const after = await world.plan(toProd({ selection: [{ workload: mail }] }));
    expect(after.items).toMatchObject([
      { from: image("mail", "1.2.0"), reason: { code: "locked" } },
    ]);
    const entries = await auditEntries("release.locks-lifted");
    expect(entries).toMatchObject([{ details: { locked: [mail], target: "prod" } }]);
  });

  it.each(["promoter", "viewer"] as const)(
    "is not lifted by a %s, who is told why",
    async (name) => {
      const input = { ...toProd(lifted), target: world.clusters.dev };
      await expect(createPlan({ ctx: world.person(name), input })).rejects.toMatchObject({
        code: "forbidden",
        message: "To change what is locked, you need the role admin or owner.",
      });
    },
  );

  it.each(["promoter", "viewer"] as const)(
    "that an owner's plan lifts holds for a %s",
    async (name) => {
      const text = deployment(
        "cart",
        { cart: image("cart", "1.0.0") },
        { "fluxcd.io/locked": "true" },
      );
      await world.git.commit({ [fileOf("dev", "cart")]: text }, { message: "lock cart" });
      const plan = await world.plan({
        target: world.clusters.dev,
        source: { kind: "image-repo" },
        selection: [{ workload: cart, liftLock: true }],
      });
      expect(plan.items).toMatchObject([{ flags: ["lock-lifted"] }]);
      await expect(release(plan.id, name)).rejects.toMatchObject({ code: "forbidden" });
      expect((await readPlan({ ctx: world.person("viewer"), input: { id: plan.id } })).status).toBe(
        "ready",
      );
    },
  );
});

describe("a mapping of two clusters", () => {
  it("is followed by a plan from one to the other", async () => {
    const moved = running("cart", "1.1.0", {
      namespace: "shop-dev",
      containers: [{ name: "cart", init: false, image: "registry.dev.test/shop/cart:1.1.0" }],
    });
    await world.report("stage", [moved]);
    const request = {
      target: world.clusters.prod,
      source: { kind: "cluster", clusterId: world.clusters.stage },
      selection: [{ workload: cart }],
    } as const;
    const before = await world.plan({ ...request, selection: [...request.selection] });
    expect(before.items).toMatchObject([{ reason: { code: "not-in-source" } }]);
    const input = {
      from: "stage",
      to: "prod",
      version: 0,
      workloads: [{ from: "shop-dev:*/*", to: "shop:*/*" }],
      images: [{ from: "registry.dev.test", to: "registry.test" }],
    };
    await saveMapping({ ctx: world.person("owner"), input });
    const after = await world.plan({ ...request, selection: [...request.selection] });
    expect(after.items).toMatchObject([
      {
        outcome: "update",
        to: image("cart", "1.1.0"),
        offered: "registry.dev.test/shop/cart:1.1.0",
        sourceWorkload: "shop-dev:deployment/cart",
      },
    ]);
  });
});

describe("a file that pins a digest", () => {
  const pinned = `registry.test/shop/checkout:1.0.0@sha256:${"a".repeat(64)}`;

  async function planCheckout() {
    const text = deployment("checkout", { checkout: pinned });
    await world.git.commit({ [fileOf("prod", "checkout")]: text }, { message: "pin" });
    return world.plan(toProd({ selection: [{ workload: "shop:deployment/checkout" }] }));
  }

  it("gets the digest of the new tag from its registry, though no scan told it", async () => {
    const plan = await planCheckout();
    expect(plan.items).toMatchObject([
      { outcome: "update", to: expect.stringMatching(/checkout:1\.2\.0@sha256:[0-9a-f]{64}$/) },
    ]);
  });

  it("waits where the registry does not answer", async () => {
    await world.registry.stop();
    const plan = await planCheckout();
    expect(plan.items).toMatchObject([{ outcome: "skipped", reason: { code: "digest-unknown" } }]);
  });
});

describe("another organization", () => {
  it("cannot see a plan, release it, or plan for its cluster", async () => {
    const plan = await world.plan(toProd({ scope: { exclude: [mail] } }));
    const ctx = world.outsider();
    const notFound = expect.objectContaining({ code: "not-found" });
    await expect(readPlan({ ctx, input: { id: plan.id } })).rejects.toEqual(notFound);
    const input = { planId: plan.id, idempotencyKey: randomUUID() };
    await expect(createRelease({ ctx, input })).rejects.toEqual(notFound);
    const lifted = toProd({ selection: [{ workload: mail, liftLock: true }] });
    await expect(createPlan({ ctx, input: lifted })).rejects.toEqual(notFound);
  });
});

async function auditEntries(event: string) {
  const url = new URL(world.testStore.superuserUrl);
  url.pathname = new URL(world.testStore.appUrl).pathname;
  return query(url.href, "SELECT details FROM audit_entry WHERE event = $1", [event]);
}
