import { randomUUID } from "node:crypto";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { sameNames } from "#domain/promotion/mapping.ts";
import type { OrganizationRow } from "#ports/store/organization-rows.ts";
import type { TenantReader } from "#ports/store/reader.ts";
import type { TenantWriter } from "#ports/store/writer.ts";
import { intent, openTestStore, testTime } from "#test/builders/test-store.ts";
import type { TestStore } from "#test/builders/test-store.ts";

let world: TestStore;
let acme: OrganizationRow;
let globex: OrganizationRow;
const [dev, prod] = [randomUUID(), randomUUID()];

beforeAll(async () => {
  world = await openTestStore();
  acme = await world.addOrganization("acme");
  globex = await world.addOrganization("globex");
  await write(async (tx) => {
    for (const [position, id] of [dev, prod].entries()) {
      await tx.createCluster({ id, name: id, environment: "dev", position, createdAt: testTime });
    }
  });
});
afterAll(() => world.close());

function write<T>(work: (tx: TenantWriter) => Promise<T>, organization = acme): Promise<T> {
  return world.store.write(organization.id, intent(), work);
}

function read<T>(work: (tx: TenantReader) => Promise<T>, organization = acme): Promise<T> {
  return world.store.read(organization.id, work);
}

describe("settings", () => {
  it("are as they come until someone changes them", async () => {
    expect(await read((tx) => tx.organizationSettings(), globex)).toEqual({
      version: 0,
      signCommits: false,
    });
  });

  it("are changed by who has seen the newest, and by nobody else", async () => {
    expect(await write((tx) => tx.changeSettings(0, { name: "Acme Inc." }))).toBe(true);
    expect(await write((tx) => tx.changeSettings(0, { name: "Late Ltd." }))).toBe(false);
    expect(await write((tx) => tx.changeSettings(1, { signCommits: true }))).toBe(true);
    expect(await read((tx) => tx.organizationSettings())).toEqual({
      version: 2,
      signCommits: true,
    });
    expect(await read((tx) => tx.organization())).toMatchObject({ name: "Acme Inc." });
    expect(await read((tx) => tx.organization(), globex)).toMatchObject({ name: "globex" });
  });
});

describe("the signing key", () => {
  const [first, second] = [randomUUID(), randomUUID()];
  function keyOf(id: string) {
    return { id, publicKey: `ssh-ed25519 ${id}`, privateKey: `sealed ${id}` };
  }

  it("is the newest, and only while signing is on", async () => {
    await write((tx) => tx.addSigningKey(keyOf(first)));
    expect(await read((tx) => tx.activeSigningKey())).toEqual({
      id: first,
      privateKey: `sealed ${first}`,
    });
    await write((tx) => tx.changeSettings(2, { signCommits: false }));
    expect(await read((tx) => tx.activeSigningKey())).toBeNull();
    await write((tx) => tx.changeSettings(3, { signCommits: true }));
  });

  it("takes over from the one before, whose public part stays", async () => {
    await write((tx) => tx.addSigningKey(keyOf(second)));
    expect(await read((tx) => tx.activeSigningKey())).toMatchObject({ id: second });
    expect(await read((tx) => tx.signingKeys())).toEqual([
      { id: second, publicKey: `ssh-ed25519 ${second}`, createdAt: testTime, retiredAt: null },
      { id: first, publicKey: `ssh-ed25519 ${first}`, createdAt: testTime, retiredAt: testTime },
    ]);
  });

  it("is unknown to another organization", async () => {
    expect(await read((tx) => tx.signingKeys(), globex)).toEqual([]);
    expect(await read((tx) => tx.activeSigningKey(), globex)).toBeNull();
  });
});

describe("a kind of workloads", () => {
  const kind = { group: "apps.kruise.io", kind: "CloneSet", podTemplate: "spec.template" };

  it("is there once", async () => {
    await write((tx) => tx.addCustomWorkloadKind(kind));
    await expect(write((tx) => tx.addCustomWorkloadKind(kind))).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await read((tx) => tx.customWorkloadKinds())).toEqual([
      { ...kind, createdAt: testTime },
    ]);
  });

  it("is another organization's to have and to remove", async () => {
    expect(await read((tx) => tx.customWorkloadKinds(), globex)).toEqual([]);
    expect(await write((tx) => tx.removeCustomWorkloadKind(kind), globex)).toBe(false);
    expect(await write((tx) => tx.removeCustomWorkloadKind(kind))).toBe(true);
    expect(await read((tx) => tx.customWorkloadKinds())).toEqual([]);
  });
});

describe("the mapping of a pair", () => {
  const pair = { fromClusterId: dev, toClusterId: prod };
  const rules = {
    workloads: [{ from: "shop-dev:deployment/*", to: "shop:deployment/*" }],
    images: [{ from: "registry.dev.test", to: "registry.test" }],
  };

  it("is the one of same names where there is none", async () => {
    expect(await read((tx) => tx.clusterMapping(dev, prod))).toEqual(sameNames);
    expect(await read((tx) => tx.clusterMapping("no id", prod))).toEqual(sameNames);
  });

  it("is made once, and changed by who has seen the newest", async () => {
    const put = (version: number, changes: Partial<typeof rules> = {}) =>
      write((tx) => tx.putClusterMapping({ ...pair, ...rules, ...changes, version }));
    expect(await put(0)).toBe(true);
    expect(await put(0)).toBe(false);
    expect(await put(1, { images: [] })).toBe(true);
    expect(await put(1)).toBe(false);
    expect(await read((tx) => tx.clusterMapping(dev, prod))).toEqual({ ...rules, images: [] });
    expect(await read((tx) => tx.clusterMapping(prod, dev))).toEqual(sameNames);
    expect(await read((tx) => tx.clusterMappings())).toEqual([
      { ...pair, ...rules, images: [], version: 2, changedAt: testTime },
    ]);
  });

  it("is invisible to another organization, which cannot map our clusters", async () => {
    expect(await read((tx) => tx.clusterMappings(), globex)).toEqual([]);
    expect(await read((tx) => tx.clusterMapping(dev, prod), globex)).toEqual(sameNames);
    const crossing = write((tx) => tx.putClusterMapping({ ...pair, ...rules, version: 0 }), globex);
    await expect(crossing).rejects.toThrow(/foreign key/i);
    const removing = write((tx) => tx.removeClusterMapping({ ...pair, version: 2 }), globex);
    expect(await removing).toBe(false);
  });

  it("is removed by who has seen the newest", async () => {
    const remove = (version: number) =>
      write((tx) => tx.removeClusterMapping({ ...pair, version }));
    expect(await remove(1)).toBe(false);
    expect(await remove(2)).toBe(true);
    expect(await read((tx) => tx.clusterMappings())).toEqual([]);
  });

  it("goes with either of its clusters", async () => {
    await write((tx) => tx.putClusterMapping({ ...pair, ...rules, version: 0 }));
    await write((tx) => tx.removeCluster(dev));
    expect(await read((tx) => tx.clusterMappings())).toEqual([]);
  });
});
