import { gunzipSync } from "node:zlib";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { GitHost } from "#ports/git-repository.ts";
import type { ClusterName } from "#test/builders/shop.ts";
import { firstTags, image, services } from "#test/builders/shop.ts";
import { World } from "#test/world.ts";

import { readBranch } from "./read-branch.ts";

let world: World;

beforeAll(async () => {
  world = await World.create();
});

afterAll(() => world.stop());

function read(ctx = world.worker()): Promise<void> {
  const configRepositoryId = world.repositoryId;
  const input = { organizationId: world.organization.id, configRepositoryId, branch: "main" };
  return readBranch({ ctx, input });
}

function state(cluster: ClusterName) {
  const clusterId = world.clusters[cluster];
  return world.store.read(world.organization.id, async (tx) => ({
    source: await tx.clusterSource(clusterId),
    manifests: await tx.manifests({ clusterId }),
    commands: await tx.openCommands(clusterId, world.clock.now()),
  }));
}

async function tip(): Promise<string> {
  return (await world.git.git("rev-parse", "main")).trim();
}

describe("readBranch", () => {
  it("records what each cluster's path defines and asks each for a sync", async () => {
    await read();
    for (const cluster of ["dev", "stage", "prod"] as const) {
      const { source, manifests, commands } = await state(cluster);
      expect(source).toMatchObject({ tip: await tip(), error: null, problems: [] });
      expect(manifests.map(({ key }) => key)).toEqual(
        services.map((service) => `shop:deployment/${service}`),
      );
      expect(manifests[0]?.containers).toEqual([
        {
          name: "cart",
          init: false,
          image: image("cart", firstTags[cluster]),
          file: `clusters/${cluster}/cart.yaml`,
          line: 12,
        },
      ]);
      const payload = { revision: await tip(), root: `clusters/${cluster}` };
      expect(commands).toMatchObject([{ type: "sync", payload }]);
    }
  });

  it("asks once for each tip", async () => {
    await read();
    expect((await state("prod")).commands).toHaveLength(1);
    await world.git.commit({ "clusters/prod/mail.yaml": null });
    await read();
    await read();
    const { manifests, commands } = await state("prod");
    expect(manifests.map(({ key }) => key)).not.toContain("shop:deployment/mail");
    expect(commands.map(({ payload }) => payload["revision"])).toEqual([
      expect.any(String),
      await tip(),
    ]);
  });

  it("lets the agent have exactly the files of its path", async () => {
    const { commands } = await state("stage");
    const digest = String(commands.at(-1)?.payload["digest"]);
    const bundle = await world.store.read(world.organization.id, (tx) => tx.bundle(digest));
    const files: unknown = JSON.parse(gunzipSync(bundle ?? Buffer.alloc(0)).toString("utf8"));
    expect(Object.keys(Object(files))).toEqual(
      services.map((service) => `clusters/stage/${service}.yaml`),
    );
  });

  it("does not ask again for what a release has already asked for", async () => {
    await world.release("prod", ["cart", "1.1.0"]);
    await world.work("run-lane");
    const asked = (await state("prod")).commands.length;
    await read();
    expect((await state("prod")).commands).toHaveLength(asked);
    expect((await state("prod")).manifests[0]?.containers[0]?.image).toBe(image("cart", "1.1.0"));
  });

  it("does not take a cluster back to a tip that a release has moved on from", async () => {
    await world.git.commit({ "README.md": "by someone else" });
    await world.release("prod", ["checkout", "1.1.0"]);
    const { git, ...worker } = world.worker(world.newMachine());
    const slow: GitHost = {
      ...git,
      branch(remote, branch) {
        const opened = git.branch(remote, branch);
        return {
          async fetch(signal) {
            const old = await opened.fetch(signal);
            await world.work("run-lane");
            return old;
          },
          known: () => opened.known(),
          readBlob: (blob) => opened.readBlob(blob),
          log: (commit, limit) => opened.log(commit, limit),
          commit: (base, commits) => opened.commit(base, commits),
          push: (expected, commit) => opened.push(expected, commit),
        };
      },
    };
    await read({ ...worker, git: slow });
    const { source, commands } = await state("prod");
    expect(source?.tip).toBe(await tip());
    expect(commands.at(-1)?.payload).toMatchObject({ revision: await tip() });
  });

  it("names a file that cannot be read and records the others", async () => {
    await world.git.commit({ "clusters/prod/broken.yaml": "a: [\n" });
    await read();
    const { source, manifests } = await state("prod");
    expect(source?.problems).toMatchObject([{ file: "clusters/prod/broken.yaml" }]);
    expect(manifests.map(({ key }) => key)).toEqual([
      "shop:deployment/cart",
      "shop:deployment/checkout",
    ]);
  });

  it("keeps what it knows while the server is down, says why, and recovers", async () => {
    const before = await state("prod");
    world.git.fail("503");
    await read();
    world.git.heal();
    const down = await state("prod");
    expect(down.source?.error).toMatch(/answered with 503/);
    expect(down.manifests).toEqual(before.manifests);
    await read();
    expect((await state("prod")).source?.error).toBeNull();
  });

  it("does nothing for a branch that no cluster uses", async () => {
    const configRepositoryId = world.repositoryId;
    const input = { organizationId: world.organization.id, configRepositoryId, branch: "other" };
    await readBranch({ ctx: world.worker(), input });
  });
});
