import { randomUUID } from "node:crypto";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { ociImage } from "#test/oci-image.ts";
import { respond } from "#test/oci-registry-server.ts";
import { World } from "#test/world.ts";

import { scanImages } from "./scan-images.ts";

const name = "registry.test/shop/web";
const path = "shop/web";

let world: World;
const id = randomUUID();

beforeAll(async () => {
  world = await World.create();
  world.registry.addImage(path, "1.0.0", ociImage({ created: "2026-01-01T00:00:00Z" }));
  await world.store.record(world.organization.id, (tx) => tx.addImageRepositories([{ id, name }]));
});

afterAll(() => world.stop());

function scan(): Promise<void> {
  const input = { organizationId: world.organization.id, imageRepositoryId: id };
  return scanImages({ ctx: world.worker(), input });
}

function known() {
  return world.store.read(world.organization.id, async (tx) => ({
    repository: await tx.imageRepository(id),
    tags: (await tx.images([name])).map(({ tag }) => tag).toSorted(),
    images: await tx.images([name]),
  }));
}

async function lastEvent(): Promise<number> {
  const { last } = await world.store.read(world.organization.id, (tx) => tx.streamEvents(0, 1));
  return last;
}

describe("scanImages", () => {
  it("records every tag with its digest, time and origin", async () => {
    const labels = {
      "org.opencontainers.image.revision": "abc123",
      "org.opencontainers.image.source": "https://git.test/web",
    };
    const image = ociImage({ created: "2026-01-02T00:00:00Z", labels });
    world.registry.addImage(path, "1.1.0", image);
    await scan();
    const { repository, tags, images } = await known();
    expect(repository).toMatchObject({ scannedAt: world.clock.now(), error: null });
    expect(tags).toEqual(["1.0.0", "1.1.0"]);
    expect(images.find(({ tag }) => tag === "1.1.0")).toEqual({
      repositoryId: id,
      tag: "1.1.0",
      digest: image.manifest.digest,
      createdAt: new Date("2026-01-02T00:00:00Z"),
      revision: "abc123",
      source: "https://git.test/web",
    });
  });

  it("asks nothing again about tags that it knows, and announces nothing", async () => {
    const [asked, told] = [world.registry.seen.length, await lastEvent()];
    await scan();
    const questions = world.registry.seen.slice(asked).map((request) => request.path);
    expect(questions).toEqual([`/v2/${path}/tags/list`]);
    expect(await lastEvent()).toBe(told);
  });

  it("keeps what it knows while the registry is down, and says why it is old", async () => {
    world.registry.intercept = (_, response) => {
      respond(response, 503, {});
      return true;
    };
    await scan();
    world.registry.intercept = () => false;
    const { repository, tags } = await known();
    expect(repository?.error).toMatch(/registry\.test/);
    expect(repository?.scannedAt).not.toBeNull();
    expect(tags).toEqual(["1.0.0", "1.1.0"]);
    await scan();
    expect((await known()).repository?.error).toBeNull();
  });

  it("forgets tags that were removed", async () => {
    world.registry.intercept = ({ path: asked }, response) => {
      if (!asked.endsWith("/tags/list")) return false;
      respond(response, 200, { name: path, tags: ["1.1.0"] });
      return true;
    };
    await scan();
    world.registry.intercept = () => false;
    expect((await known()).tags).toEqual(["1.1.0"]);
  });

  it("does nothing for a repository that is not known", async () => {
    const input = { organizationId: world.organization.id, imageRepositoryId: randomUUID() };
    await scanImages({ ctx: world.worker(), input });
  });
});
