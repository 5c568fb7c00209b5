import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { WorkloadKey } from "#domain/glossary.ts";
import { readBranch } from "#services/config/read-branch.ts";
import { image, running } from "#test/builders/shop.ts";
import { World } from "#test/world.ts";

import { readWorkload } from "./read-workload.ts";

let world: World;
let released: number;
const source = { url: "https://git.test/config", branch: "main", path: "clusters/prod" };
const engine = {
  kind: "kustomization",
  namespace: "flux-system",
  name: "apps",
  automatic: false,
  source,
} as const;

beforeAll(async () => {
  world = await World.create();
  const file = "clusters/stage/cart.yaml";
  const notes = [
    "  annotations:",
    '    fluxcd.io/locked: "true"',
    "    fluxcd.io/locked_user: ana",
    '    filter.fluxcd.io/cart: "semver:~1.1"',
  ].join("\n");
  const text = await world.git.read(file);
  const other = "clusters/dev/checkout.yaml";
  const unreadable = `metadata:\n  annotations:\n    filter.fluxcd.io/checkout: "semver:newest"`;
  await world.git.commit({
    [file]: text.replace("metadata:", `metadata:\n${notes}`),
    [other]: (await world.git.read(other)).replace("metadata:", unreadable),
  });
  const configRepositoryId = world.repositoryId;
  const input = { organizationId: world.organization.id, configRepositoryId, branch: "main" };
  await readBranch({ ctx: world.worker(), input });
  released = await world.release("prod", ["cart", "1.1.0"]);
  await world.work("run-lane");
  await world.report("prod", [running("cart", "1.1.0", { engine })]);
});

afterAll(() => world.stop());

function read(key: WorkloadKey = "shop:deployment/cart") {
  return readWorkload({ ctx: world.person("viewer"), input: { key } });
}

describe("readWorkload", () => {
  it("says per cluster what runs, where git says so, and who put it there", async () => {
    const { clusters } = await read();
    expect(clusters.map(({ name }) => name)).toEqual(["dev", "stage", "prod"]);
    const [dev, stage, prod] = clusters;
    expect(dev?.containers).toEqual([
      {
        name: "cart",
        init: false,
        image: image("cart", "1.2.0"),
        gitImage: image("cart", "1.2.0"),
        file: "clusters/dev/cart.yaml",
        line: 12,
        page: null,
        since: null,
      },
    ]);
    expect(stage?.locked).toEqual({ by: "ana", message: null });
    expect(prod).toMatchObject({ deployed: true, state: "ok", message: "" });
    expect(prod?.containers[0]?.since).toEqual({
      release: released,
      at: world.clock.now().toISOString(),
      by: "owner",
    });
    expect(dev?.engine).toBeNull();
    expect(prod?.engine).toEqual({
      name: "Flux Kustomization flux-system/apps",
      place: { workload: null, file: null, line: null, page: null },
      hold: expect.stringContaining("flux-system/apps is suspended"),
      error: null,
      source: { ...source, page: null },
      parents: [],
    });
    expect(prod?.progress?.pods).toMatchObject([{ name: "cart-0", ready: true, message: "" }]);
  });

  it("lists every tag, newest first, with where it runs and why it is left out", async () => {
    const { containers } = await read();
    expect(containers).toMatchObject([
      { name: "cart", repository: "registry.test/shop/cart", error: null },
    ]);
    const images = containers[0]?.images ?? [];
    expect(images.map(({ tag }) => tag).toSorted()).toEqual(["1.0.0", "1.1.0", "1.2.0"]);
    expect(images.find(({ tag }) => tag === "1.1.0")?.runsIn).toEqual(["stage", "prod"]);
    expect(images.find(({ tag }) => tag === "1.2.0")?.runsIn).toEqual(["dev"]);
    for (const { whyNot } of images) expect(whyNot === null || whyNot.length > 10).toBe(true);
  });

  it("allows no tag under a filter that cannot be read, and says what is wrong with it", async () => {
    const { containers } = await read("shop:deployment/checkout");
    const flaw = expect.stringContaining('"newest" is not a range of versions');
    expect(containers).toMatchObject([
      { policy: "semver:newest", policyFrom: "clusters/dev/checkout.yaml", error: flaw },
    ]);
    expect(containers[0]?.images).toHaveLength(3);
    for (const { whyNot } of containers[0]?.images ?? []) expect(whyNot).toEqual(flaw);
  });

  it("lists the releases that touched it", async () => {
    expect((await read()).releases).toMatchObject([
      { number: released, cluster: "prod", by: "owner", status: "running" },
    ]);
    expect((await read("shop:deployment/mail")).releases).toEqual([]);
  });

  it("knows a workload that only files define", async () => {
    const [, , prod] = (await read("shop:deployment/mail")).clusters;
    expect(prod).toMatchObject({ deployed: false, state: null, progress: null });
    expect(prod?.containers).toMatchObject([{ gitImage: image("mail", "1.0.0") }]);
  });

  it.each(["shop:deployment/nothing", "other:deployment/cart"] as const)(
    "does not know %s",
    async (key) => {
      await expect(read(key)).rejects.toMatchObject({ code: "not-found" });
    },
  );
});
