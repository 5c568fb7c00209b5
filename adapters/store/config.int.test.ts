import { randomUUID } from "node:crypto";

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import type { ImageRow } from "#ports/store/image-rows.ts";
import type { ManifestRow } from "#ports/store/repository-rows.ts";
import { addCluster } from "#test/builders/release-world.ts";
import type { ClusterInConfig } from "#test/builders/release-world.ts";
import { intent, later, openTestStore, testTime } from "#test/builders/test-store.ts";
import type { TestStore } from "#test/builders/test-store.ts";

let world: TestStore;
let orgId: string;
let place: ClusterInConfig;

beforeAll(async () => {
  world = await openTestStore();
});
afterAll(() => world.close());
beforeEach(async () => {
  orgId = (await world.addOrganization(`org-${Math.trunc(performance.now() * 1000)}`)).id;
  place = await addCluster(world.store, orgId);
});

const manifest: Omit<ManifestRow, "clusterId"> = {
  key: "shop:deployment/checkout",
  file: "apps/checkout.yaml",
  line: 3,
  containers: [
    { name: "app", init: false, image: "checkout:1", file: "apps/checkout.yaml", line: 20 },
  ],
  locked: { by: "ben", message: null },
  filters: { app: "semver:>=1" },
};

const engine = {
  kind: "kustomization",
  namespace: "flux-system",
  name: "apps",
  file: "clusters/prod/apps.yaml",
  line: 4,
} as const;

function recordManifests(tip: string, manifests: readonly Omit<ManifestRow, "clusterId">[]) {
  const problems = [{ file: "b.yaml", line: 1, column: 2, message: "Not YAML." }];
  const { clusterId } = place;
  const read = { clusterId, tip, readAt: later(1), manifests, engines: [engine], problems };
  return world.store.record(orgId, (tx) => tx.recordManifests(read));
}

describe("a cluster's source", () => {
  it("names the files of what deploys others, as they were last read", async () => {
    expect(await world.store.read(orgId, (tx) => tx.engineFiles())).toEqual(new Map());
    await recordManifests("c0", []);
    const files = await world.store.read(orgId, (tx) => tx.engineFiles());
    expect(files).toEqual(new Map([[place.clusterId, [engine]]]));
  });

  const source = () => world.store.read(orgId, (tx) => tx.clusterSource(place.clusterId));

  it("knows what its path defines at the branch's tip", async () => {
    await recordManifests("c1", [manifest, { ...manifest, locked: null }]);
    expect(await source()).toMatchObject({
      tip: "c1",
      readAt: later(1),
      error: null,
      branch: "main",
      path: "apps",
      problems: [{ file: "b.yaml", line: 1, column: 2, message: "Not YAML." }],
      repository: {
        id: place.repositoryId,
        url: "https://git.test/prod",
        credentials: { kind: "none" },
      },
    });
    const rows = await world.store.read(orgId, (tx) => tx.manifests());
    expect(rows).toEqual([
      { clusterId: place.clusterId, ...manifest },
      { clusterId: place.clusterId, ...manifest, locked: null },
    ]);
    await recordManifests("c2", []);
    expect(await world.store.read(orgId, (tx) => tx.manifests())).toEqual([]);
  });

  it("keeps what it knew while the branch cannot be read", async () => {
    await recordManifests("c1", [manifest]);
    const failure = { repositoryId: place.repositoryId, branch: "main", at: later(2) };
    await world.store.record(orgId, (tx) => tx.recordBranchError({ ...failure, error: "Gone." }));
    expect(await source()).toMatchObject({ tip: "c1", readAt: later(1), error: "Gone." });
    const read = { clusterId: place.clusterId, tip: "c1", readAt: later(3) };
    await world.store.record(orgId, (tx) => tx.recordRead(read));
    expect(await source()).toMatchObject({ tip: "c1", readAt: later(3), error: null });
  });

  it("forgets what it knew when it points elsewhere, and only then", async () => {
    await recordManifests("c1", [manifest]);
    const same = { ...place, branch: "main", path: "apps" };
    await world.store.write(orgId, intent(), (tx) => tx.putClusterSource(same));
    expect(await source()).toMatchObject({ tip: "c1" });
    await world.store.write(orgId, intent(), (tx) => tx.putClusterSource({ ...same, path: "all" }));
    expect(await source()).toMatchObject({ tip: null, readAt: null, problems: [], path: "all" });
    expect(await world.store.read(orgId, (tx) => tx.manifests())).toEqual([]);
  });
});

describe("a config repository", () => {
  it("is one row per URL, whose id stays", async () => {
    const url = "https://git.test/prod";
    const put = (id: string, password: string | null) =>
      world.store.write(orgId, intent(), (tx) =>
        tx.putConfigRepository({
          id,
          url,
          credentials:
            password === null ? { kind: "none" } : { kind: "basic", username: "bot", password },
        }),
      );
    expect(await put(randomUUID(), null)).toBe(place.repositoryId);
    expect(await put(place.repositoryId, "sealed")).toBe(place.repositoryId);
    expect(await world.store.read(orgId, (tx) => tx.configRepositories())).toMatchObject([
      {
        id: place.repositoryId,
        url,
        credentials: { kind: "basic", username: "bot", password: "sealed" },
        hostKey: null,
        check: null,
      },
    ]);
    await expect(put(randomUUID(), "sealed for another row")).rejects.toMatchObject({
      code: "conflict",
    });
  });
});

describe("a registry", () => {
  it("is one row per host, whose id stays", async () => {
    const id = randomUUID();
    const put = (registry: { id: string; endpoint: string; password: string | null }) =>
      world.store.write(orgId, intent(), (tx) =>
        tx.putRegistry({ host: "r.test", username: null, ...registry }),
      );
    await put({ id, endpoint: "http://a", password: null });
    expect(await put({ id: randomUUID(), endpoint: "http://b", password: null })).toBe(id);
    expect(await world.store.read(orgId, (tx) => tx.registries())).toEqual([
      { id, host: "r.test", endpoint: "http://b", username: null, password: null },
    ]);
    const other = put({ id: randomUUID(), endpoint: "http://b", password: "sealed" });
    await expect(other).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("images", () => {
  const repositoryId = randomUUID();

  function image(tag: string, digest: string | null = null): Omit<ImageRow, "repositoryId"> {
    const digests = digest === null ? [] : [digest, "sha256:platform"];
    return { tag, digest, digests, createdAt: testTime, revision: "abc", source: null };
  }
  function scan(images: readonly Omit<ImageRow, "repositoryId">[], tags: readonly string[]) {
    return world.store.record(orgId, async (tx) => {
      await tx.addImageRepositories([{ id: repositoryId, name: "r.test/shop" }]);
      await tx.recordScan({ repositoryId, at: later(1), images, tags });
    });
  }
  async function tags() {
    const rows = await world.store.read(orgId, (tx) => tx.images(["r.test/shop"]));
    return Object.fromEntries(rows.map(({ tag, digest }) => [tag, digest]));
  }

  it("are added, changed and removed by a scan", async () => {
    await scan([image("1"), image("2", "sha256:a")], ["1", "2"]);
    expect(await tags()).toEqual({ 1: null, 2: "sha256:a" });
    await scan([image("2", "sha256:b"), image("3")], ["2", "3"]);
    expect(await tags()).toEqual({ 2: "sha256:b", 3: null });
    await scan([], ["2"]);
    expect(await tags()).toEqual({ 2: "sha256:b" });
    const [row] = await world.store.read(orgId, (tx) => tx.images());
    expect(row).toEqual({ repositoryId, ...image("2", "sha256:b") });
    const wanted = [
      { repository: "r.test/shop", tag: "2" },
      { repository: "r.test/shop", tag: "3" },
      { repository: "r.test/other", tag: "2" },
    ];
    expect(await world.store.read(orgId, (tx) => tx.taggedImages(wanted))).toEqual([
      { repository: "r.test/shop", ...image("2", "sha256:b") },
    ]);
  });

  it("keep a scan's marks until the next marks", async () => {
    const marks = { tagsEtag: '"v1"', verifiedAt: later(1) };
    await world.store.record(orgId, async (tx) => {
      await tx.addImageRepositories([{ id: repositoryId, name: "r.test/shop" }]);
      await tx.recordScan({ repositoryId, at: later(1), images: [], tags: [], marks });
    });
    await scan([image("1")], ["1"]);
    const read = () => world.store.read(orgId, (tx) => tx.imageRepository(repositoryId));
    expect(await read()).toMatchObject(marks);
  });

  it("stay when a scan fails", async () => {
    await scan([image("1")], ["1"]);
    const failure = { repositoryId, at: later(2), error: "The registry does not answer." };
    await world.store.record(orgId, (tx) => tx.recordScanError(failure));
    expect(await tags()).toEqual({ 1: null });
    expect(await world.store.read(orgId, (tx) => tx.imageRepository(repositoryId))).toEqual({
      id: repositoryId,
      name: "r.test/shop",
      scannedAt: later(1),
      error: failure.error,
      tagsEtag: null,
      verifiedAt: null,
    });
  });

  it("come from repositories that are added once", async () => {
    const names = ["r.test/a", "r.test/b"].map((name) => ({ id: randomUUID(), name }));
    const add = () => world.store.record(orgId, (tx) => tx.addImageRepositories(names));
    expect(await add()).toEqual(names.map(({ id }) => id));
    expect(await add()).toEqual([]);
  });
});
