import { randomUUID } from "node:crypto";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { running } from "#test/builders/shop.ts";
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
      digests: [image.manifest.digest],
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

describe("a tag that is pushed again", () => {
  const used = "shop/used";
  const usedId = randomUUID();
  const input = { imageRepositoryId: usedId, organizationId: "" };
  async function digest(): Promise<string | null | undefined> {
    const images = await world.store.read(world.organization.id, (tx) =>
      tx.images([`registry.test/${used}`]),
    );
    return images.find(({ tag }) => tag === "1.0.0")?.digest;
  }
  const scanUsed = () =>
    scanImages({
      ctx: world.worker(),
      input: { ...input, organizationId: world.organization.id },
    });

  it("is found where it is in use, a quarter of an hour later at most", async () => {
    const first = ociImage({ created: "2026-01-01T00:00:00Z" });
    const second = ociImage({ created: "2026-03-01T00:00:00Z" });
    world.registry.addImage(used, "1.0.0", first);
    const container = { name: "used", init: false, image: `registry.test/${used}:1.0.0` };
    await world.report("dev", [running("used", "1.0.0", { containers: [container] })]);
    await world.store.record(world.organization.id, (tx) =>
      tx.addImageRepositories([{ id: usedId, name: `registry.test/${used}` }]),
    );
    await scanUsed();
    world.registry.addImage(used, "1.0.0", second);
    await scanUsed();
    expect(await digest()).toBe(first.manifest.digest);
    world.pass(15 * 60_000);
    await scanUsed();
    expect(await digest()).toBe(second.manifest.digest);
  });

  it("gets the digests that were not kept when it was described", async () => {
    const find = () =>
      world.store.read(world.organization.id, (tx) =>
        tx.taggedImages([{ repository: `registry.test/${used}`, tag: "1.0.0" }]),
      );
    const [whole] = await find();
    if (whole === undefined) throw new Error("The tag was not described.");
    const { repository: _, ...image } = whole;
    await world.store.record(world.organization.id, (tx) =>
      tx.recordScan({
        repositoryId: usedId,
        at: world.clock.now(),
        tags: ["1.0.0"],
        images: [{ ...image, digests: [] }],
      }),
    );
    await scanUsed();
    expect(await find()).toEqual([whole]);
  });

  it("costs nothing to look for while it was looked for lately", async () => {
    const asked = world.registry.seen.length;
    await scanUsed();
    expect(world.registry.seen.slice(asked).map(({ path: part }) => part)).toEqual([
      `/v2/${used}/tags/list`,
    ]);
  });
});

describe("a large repository", () => {
  const large = "shop/large";
  const largeId = randomUUID();
  const scanLarge = () =>
    scanImages({
      ctx: world.worker(),
      input: { organizationId: world.organization.id, imageRepositoryId: largeId },
    });
  const rows = () =>
    world.store.read(world.organization.id, (tx) => tx.images([`registry.test/${large}`]));
  async function described(): Promise<readonly string[]> {
    return (await rows()).filter(({ digest }) => digest !== null).map(({ tag }) => tag);
  }
  async function use(tag: string): Promise<void> {
    const container = { name: "large", init: false, image: `registry.test/${large}:${tag}` };
    await world.report("dev", [running("large", tag, { containers: [container] })]);
  }

  beforeAll(async () => {
    for (let at = 0; at < 60; at += 1) {
      const created = new Date(Date.UTC(2026, 0, 1, 0, at)).toISOString();
      world.registry.addImage(large, `1.${at}.0`, ociImage({ created }));
      world.registry.addImage(large, `main-${at}`, ociImage({ created }));
    }
    await world.store.record(world.organization.id, (tx) =>
      tx.addImageRepositories([{ id: largeId, name: `registry.test/${large}` }]),
    );
  });

  it("that nobody uses costs its list alone", async () => {
    const asked = world.registry.seen.length;
    await scanLarge();
    expect(world.registry.seen).toHaveLength(asked + 1);
    expect(await rows()).toHaveLength(120);
    expect(await described()).toEqual([]);
  });

  it("is described where versions need it: the one in use and the newest", async () => {
    await use("1.3.0");
    await scanLarge();
    expect((await described()).toSorted()).toEqual(["1.3.0", "1.59.0"]);
  });

  it("is described as far as an order by time needs it, and keeps that when the registry fails", async () => {
    await use("main-7");
    let answers = 20;
    world.registry.intercept = (_, response) => {
      answers -= 1;
      if (answers >= 0) return false;
      respond(response, 500, {});
      return true;
    };
    await scanLarge();
    world.registry.intercept = () => false;
    const repository = await world.store.read(world.organization.id, (tx) =>
      tx.imageRepository(largeId),
    );
    expect(repository?.error).toMatch(/500/);
    const kept = (await described()).length;
    expect(kept).toBeGreaterThan(2);
    const asked = world.registry.seen.length;
    await scanLarge();
    expect(await described()).toHaveLength(62);
    expect(world.registry.seen.length - asked).toBe(1 + 2 * (62 - kept));
  });

  it("loses what is listed but cannot be described", async () => {
    await use("main-7");
    world.registry.intercept = ({ path: asked }, response) => {
      if (!asked.endsWith("/tags/list")) return false;
      respond(response, 200, { name: large, tags: ["main-7", "main-broken"] });
      return true;
    };
    await scanLarge();
    world.registry.intercept = () => false;
    expect((await rows()).map(({ tag }) => tag)).toEqual(["main-7"]);
  });
});

it("asks for a list that has an ETag only whether it changed", async () => {
  const tagged = "shop/tagged";
  const taggedId = randomUUID();
  const statuses: number[] = [];
  world.registry.addImage(tagged, "1.0.0", ociImage({ created: "2026-01-01T00:00:00Z" }));
  world.registry.intercept = ({ path: asked, etag }, response) => {
    if (!asked.endsWith("/tags/list")) return false;
    response.setHeader("etag", '"one"');
    statuses.push(etag === '"one"' ? 304 : 200);
    if (etag === '"one"') response.writeHead(304).end();
    else respond(response, 200, { name: tagged, tags: ["1.0.0"] });
    return true;
  };
  await world.store.record(world.organization.id, (tx) =>
    tx.addImageRepositories([{ id: taggedId, name: `registry.test/${tagged}` }]),
  );
  const input = { organizationId: world.organization.id, imageRepositoryId: taggedId };
  await scanImages({ ctx: world.worker(), input });
  await scanImages({ ctx: world.worker(), input });
  world.registry.intercept = () => false;
  expect(statuses).toEqual([200, 304]);
  const images = await world.store.read(world.organization.id, (tx) =>
    tx.images([`registry.test/${tagged}`]),
  );
  expect(images).toMatchObject([{ tag: "1.0.0", createdAt: new Date("2026-01-01T00:00:00Z") }]);
});
