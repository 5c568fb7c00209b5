import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { unpackMatrix, unpackRow } from "#contracts/matrix-codec.ts";
import { listClusters } from "#services/cluster/list-clusters.ts";
import { readBranch } from "#services/config/read-branch.ts";
import { readEvents } from "#services/events/read-events.ts";
import { image, running } from "#test/builders/shop.ts";
import { World } from "#test/world.ts";

import { emitRows } from "./emit-rows.ts";
import { readMatrix } from "./read-matrix.ts";

let world: World;

beforeAll(async () => {
  world = await World.create();
  const configRepositoryId = world.repositoryId;
  const input = { organizationId: world.organization.id, configRepositoryId, branch: "main" };
  await readBranch({ ctx: world.worker(), input });
});

afterAll(() => world.stop());

function events(after: number) {
  return readEvents({ ctx: world.person("viewer"), input: { after } });
}

describe("readMatrix", () => {
  it("has the clusters in pipeline order and a row per workload, by key", async () => {
    const matrix = unpackMatrix(await readMatrix({ ctx: world.person("viewer") }));
    expect(matrix.columns.map(({ name, connected }) => [name, connected])).toEqual([
      ["dev", true],
      ["stage", true],
      ["prod", true],
    ]);
    expect(matrix.rows.map(({ name }) => name)).toEqual(["cart", "checkout", "mail"]);
    const [cart] = matrix.rows;
    expect(cart?.latest).toMatchObject([{ container: "cart", tag: "1.2.0" }]);
    expect(cart?.cells).toMatchObject([
      { containers: [{ image: image("cart", "1.2.0"), distance: { kind: "latest" } }] },
      { containers: [{ image: image("cart", "1.1.0"), distance: { kind: "behind", by: 1 } }] },
      {
        containers: [{ image: image("cart", "1.0.0"), distance: { kind: "behind", by: 2 } }],
        state: "ok",
        drift: false,
        inConfig: true,
      },
    ]);
  });

  it("shows what an engine applies, and a Helm release instead of what it made", async () => {
    await world.report("dev", [
      running("cart", "1.2.0", { managedBy: "kustomization/apps" }),
      running("mail", "1.2.0", { managedBy: "argocd/shop" }),
      running("podinfo", "6", { kind: "helmrelease" }),
      running("podinfo-web", "6", { managedBy: "helmrelease/podinfo" }),
    ]);
    const { rows } = unpackMatrix(await readMatrix({ ctx: world.person("viewer") }));
    const deployed = rows.filter(({ cells }) => cells[0] !== null).map(({ name }) => name);
    expect(deployed).toEqual(["cart", "mail", "podinfo"]);
    const { items } = await listClusters({ ctx: world.person("viewer") });
    expect(items[0]).toMatchObject({ name: "dev", workloads: 3, deployedBy: ["Flux"] });
  });

  it("shows drift, locks and workloads that no file defines", async () => {
    await world.report("dev", [running("cart", "1.0.0"), running("ghost", "1")]);
    const { rows } = unpackMatrix(await readMatrix({ ctx: world.person("viewer") }));
    expect(rows.map(({ name, cells }) => [name, cells[0]?.drift, cells[0]?.inConfig])).toEqual([
      ["cart", true, true],
      ["checkout", undefined, undefined],
      ["ghost", false, false],
      ["mail", undefined, undefined],
    ]);
  });
});

describe("the stream of rows", () => {
  it("goes on where the matrix ends", async () => {
    const { asOf } = await readMatrix({ ctx: world.person("viewer") });
    expect((await events(asOf)).events).toEqual([]);
    await world.store.record(world.organization.id, (tx) =>
      emitRows(tx, ["shop:deployment/cart", "shop:deployment/gone", "shop:deployment/cart"]),
    );
    const { events: told, last } = await events(asOf);
    expect(told.map(({ seq }) => seq)).toEqual([asOf + 1, asOf + 2]);
    expect(last).toBe(asOf + 2);
    const [row, gone] = told.map(({ event }) => event);
    const matrix = unpackMatrix(await readMatrix({ ctx: world.person("viewer") }));
    expect(row?.kind === "row" && unpackRow(row.update)).toEqual(
      matrix.rows.find(({ name }) => name === "cart"),
    );
    expect(gone).toEqual({ kind: "row-gone", key: "shop:deployment/gone" });
  });

  it("says in one word that very much changed", async () => {
    const { last } = await events(0);
    const keys = Array.from({ length: 41 }, (_, index) => `shop:deployment/w${index}` as const);
    await world.store.record(world.organization.id, (tx) => emitRows(tx, keys));
    expect((await events(last)).events.map(({ event }) => event)).toEqual([{ kind: "matrix" }]);
  });

  it("says nothing where nothing changed", async () => {
    const { last } = await events(0);
    await world.store.record(world.organization.id, (tx) => emitRows(tx, []));
    expect((await events(last)).last).toBe(last);
  });

  it("tells a reader from another world to start over", async () => {
    const { last } = await events(0);
    expect(await events(last + 5)).toMatchObject({ reset: true, events: [], last });
  });
});
