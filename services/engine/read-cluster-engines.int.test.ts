import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { ObservedEngine } from "#domain/rollout/observed.ts";
import { changeClusterSource } from "#services/repository/change-cluster-source.ts";
import { connectRepository } from "#services/repository/connect-repository.ts";
import { application, kustomization } from "#test/builders/engine.ts";
import { running } from "#test/builders/shop.ts";
import { World } from "#test/world.ts";

import { readClusterEngines } from "./read-cluster-engines.ts";

const fleet = "https://github.com/acme/fleet";

let world: World;

beforeAll(async () => {
  world = await World.create();
});

afterAll(() => world.stop());

function read(cluster: "dev" | "prod" = "prod", ctx = world.person("viewer")) {
  return readClusterEngines({ ctx, input: { id: world.clusters[cluster] } });
}

function workloads(engines: readonly (ObservedEngine | null)[]) {
  return engines.map((engine, at) => running(`w${at}`, "1.0.0", { uid: `uid-${at}`, engine }));
}

describe("a cluster without an engine", () => {
  it("is offered nothing, and nothing differs", async () => {
    expect(await read("dev")).toEqual({
      engines: [],
      unmanaged: 3,
      sources: [],
      difference: null,
      twice: null,
    });
  });
});

describe("a cluster that engines deploy to", () => {
  beforeAll(async () => {
    const apps = kustomization("apps", {
      automatic: false,
      parents: [{ kind: "kustomization", namespace: "flux-system", name: "flux-system" }],
    });
    const here = { url: world.git.url, path: "./clusters/prod" };
    const shop = application("shop", { source: here });
    await world.report("prod", [
      ...workloads([apps, apps, apps, shop, null]),
      running("podinfo-web", "6", { managedBy: "helmrelease/podinfo", engine: apps }),
    ]);
  });

  it("names each, with what it waits for and what deploys it", async () => {
    const { engines, unmanaged } = await read();
    expect(unmanaged).toBe(1);
    expect(engines).toMatchObject([
      {
        name: "Flux Kustomization flux-system/apps",
        product: "Flux",
        workloads: 3,
        holds: [
          {
            text: expect.stringContaining("is suspended"),
            command: "flux resume kustomization apps --namespace flux-system",
          },
        ],
        parents: ["Flux Kustomization flux-system/flux-system"],
      },
      { name: "Argo CD Application argocd/shop", workloads: 1, holds: [], parents: [] },
    ]);
  });

  it("is offered what they deploy from, and told what of it is its source already", async () => {
    expect((await read()).sources).toEqual([
      {
        sentence:
          "Flux deploys 3 workloads from clusters/prod of github.com/acme/fleet, branch main",
        url: fleet,
        branch: "main",
        path: "clusters/prod",
        workloads: 3,
        engines: ["Flux Kustomization flux-system/apps"],
        repositoryId: null,
        chosen: false,
      },
      expect.objectContaining({
        workloads: 1,
        path: "clusters/prod",
        repositoryId: world.repositoryId,
        chosen: true,
      }),
    ]);
  });

  it("is told in words what does not come from its source", async () => {
    expect((await read()).difference).toEqual({
      agreeing: 1,
      differing: 3,
      sentences: [
        "Flux Kustomization flux-system/apps deploys 3 workloads from another repository, github.com/acme/fleet.",
      ],
    });
  });

  it("is warned where the agent applies the same source", async () => {
    expect((await read()).twice).toBeNull();
    await world.store.record(world.organization.id, (tx) =>
      tx.openSession({
        clusterId: world.clusters.prod,
        now: world.clock.now(),
        agentVersion: "1",
        kubernetesVersion: "1.35",
        missingRights: [],
        capabilities: ["sync"],
      }),
    );
    expect((await read()).twice).toMatch(/^Argo CD and this agent both apply 1 workload from here/);
  });

  it("finds the connected repository however it is written, and agrees once it is chosen", async () => {
    const ctx = world.person("owner");
    const input = {
      url: "https://GitHub.com/Acme/fleet.git",
      credentials: { kind: "none" },
    } as const;
    const { id } = await connectRepository({ ctx, input });
    expect((await read()).sources[0]).toMatchObject({ repositoryId: id, chosen: false });
    const clusterId = world.clusters.prod;
    const source = { clusterId, repositoryId: id, branch: "main", path: "clusters/prod" };
    await changeClusterSource({ ctx, input: source });
    const { sources, difference } = await read();
    expect(sources.map(({ chosen }) => chosen)).toEqual([true, false]);
    expect(difference).toMatchObject({ agreeing: 3, differing: 1 });
  });
});

it("is not found by another organization", async () => {
  await expect(read("prod", world.outsider())).rejects.toMatchObject({ code: "not-found" });
});
