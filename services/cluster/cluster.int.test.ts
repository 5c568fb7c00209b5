import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { CreateCluster } from "#contracts/api/cluster.ts";
import { World } from "#test/world.ts";

import { createCluster } from "./create-cluster.ts";
import { hashToken } from "./enrolment-token.ts";
import { listClusters } from "./list-clusters.ts";
import { readEnrolment } from "./read-enrolment.ts";
import { removeCluster } from "./remove-cluster.ts";
import { renewEnrolment } from "./renew-enrolment.ts";

const gatewayUrl = "https://gateway.test";

let world: World;

beforeAll(async () => {
  world = await World.create();
});

afterAll(() => world.stop());

function create(input: CreateCluster) {
  return createCluster({ ctx: world.person("owner"), input, gatewayUrl });
}

function tokenOf(token: string) {
  return world.store.system.enrolmentToken(hashToken(token));
}

async function summary(name: string) {
  const { items } = await listClusters({ ctx: world.person("viewer") });
  return items.find((cluster) => cluster.name === name);
}

describe("createCluster", () => {
  it("gives a token for an hour, of which only the hash is kept", async () => {
    const { clusterId, token, installUrl, expiresAt } = await create({
      name: "eu-1",
      environment: "prod",
    });
    expect(installUrl).toBe(`${gatewayUrl}/agent/v1/install?token=${token}`);
    expect(Date.parse(expiresAt) - world.clock.now().getTime()).toBe(60 * 60_000);
    const organizationId = world.organization.id;
    expect(await tokenOf(token)).toEqual({ organizationId, clusterId });
    expect(await summary("eu-1")).toMatchObject({ enrolment: "waiting", source: null });
  });

  it("connects its config repository, which has the branch read", async () => {
    const before = await world.work("read-branch");
    expect(before).toBe(0);
    const source = { repository: world.git.url, branch: "main", path: "./clusters/prod/" };
    await create({ name: "eu-2", environment: "prod", source });
    expect(await summary("eu-2")).toMatchObject({ source: { ...source, path: "clusters/prod" } });
    expect(await world.work("read-branch")).toBe(1);
  });

  it("keeps the credentials of a repository that is known", async () => {
    const repository = "https://git.test/private";
    const source = { repository, branch: "main", path: "" };
    const secret = { ...source, username: "bot", password: "hunter2" };
    await create({ name: "eu-3", environment: "prod", source: secret });
    await create({ name: "eu-4", environment: "prod", source });
    const repositories = await world.store.read(world.organization.id, (tx) =>
      tx.configRepositories(),
    );
    expect(repositories.filter(({ url }) => url === repository)).toMatchObject([
      { credentials: { kind: "basic", username: "bot", password: "hunter2" } },
    ]);
  });

  it("refuses a name that is taken", async () => {
    await expect(create({ name: "prod", environment: "prod" })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  it("puts dev before test, stage, others and prod", async () => {
    for (const environment of ["prod", "qa", "stage", "test", "dev"]) {
      await create({ name: `order-${environment}`, environment });
    }
    const { items } = await listClusters({ ctx: world.person("viewer") });
    const order = items.map(({ name }) => name).filter((name) => name.startsWith("order-"));
    expect(order).toEqual(["order-dev", "order-test", "order-stage", "order-qa", "order-prod"]);
  });
});

describe("renewEnrolment", () => {
  it("makes a new token and ends the old one", async () => {
    const first = await create({ name: "eu-5", environment: "prod" });
    const input = { id: first.clusterId };
    const second = await renewEnrolment({ ctx: world.person("owner"), input, gatewayUrl });
    expect(await tokenOf(first.token)).toBeNull();
    expect(await tokenOf(second.token)).toMatchObject({ clusterId: first.clusterId });
    expect(await readEnrolment({ ctx: world.person("viewer"), input })).toMatchObject({
      tokenUsed: false,
      tokenExpiresAt: second.expiresAt,
      connected: false,
      workloads: null,
    });
  });
});

describe("removeCluster", () => {
  it("takes its state with it and leaves its releases", async () => {
    const number = await world.release("stage", ["cart", "1.2.0"]);
    const ctx = world.person("owner");
    await removeCluster({ ctx, input: { id: world.clusters.stage } });
    expect(await summary("stage")).toBeUndefined();
    const release = await world.store.read(world.organization.id, (tx) => tx.release(number));
    expect(release).toMatchObject({ clusterName: "stage", status: "queued" });
  });

  it("ends the releases that still waited, instead of trying for ever", async () => {
    await world.work("run-lane");
    const [release] = await world.store.read(world.organization.id, (tx) =>
      tx.releases({ limit: 1 }),
    );
    expect(release).toMatchObject({ status: "failed", error: "The target cluster was removed." });
  });
});
