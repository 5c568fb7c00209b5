import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import type { Store } from "#ports/store/store.ts";
import { createRecordingBus } from "#test/builders/recording-bus.ts";
import { openTcpProxy } from "#test/builders/tcp-proxy.ts";
import type { TcpProxy } from "#test/builders/tcp-proxy.ts";
import { intent, openTestStore, query, testTime } from "#test/builders/test-store.ts";
import type { TestStore } from "#test/builders/test-store.ts";

import { createPrismaStore } from "./store.ts";

let world: TestStore;
let proxy: TcpProxy;
let store: Store;
let orgId: string;

beforeAll(async () => {
  world = await openTestStore();
  orgId = (await world.addOrganization("acme")).id;
  const url = new URL(world.appUrl);
  proxy = await openTcpProxy(Number(url.port));
  url.port = String(proxy.port);
  const bus = createRecordingBus();
  store = createPrismaStore({ databaseUrl: url.href, bus, clock: { now: () => testTime } });
});
afterAll(async () => {
  await store.close();
  await proxy.cut();
  await world.close();
});

const unavailable = { code: "unavailable", retryable: true };

describe("without its database, the store", () => {
  it("says so, and works again once it is back", async () => {
    await store.system.ping();
    await proxy.cut();
    await expect(store.read(orgId, (tx) => tx.clusters())).rejects.toMatchObject(unavailable);
    await expect(store.write(orgId, intent(), async () => {})).rejects.toMatchObject(unavailable);
    await expect(store.record(orgId, async () => {})).rejects.toMatchObject(unavailable);
    await expect(store.system.ping()).rejects.toMatchObject(unavailable);
    await expect(store.system.prune(testTime)).rejects.toMatchObject(unavailable);
    await proxy.mend();
    expect(await store.read(orgId, (tx) => tx.clusters())).toEqual([]);
  });

  it("fails the transaction that was under way, and keeps nothing of it", async () => {
    const underWay = store.record(orgId, async (tx) => {
      await tx.emit({ kind: "matrix" });
      await tx.putBundle("sha256:a", Buffer.from("a"));
      await proxy.cut();
      await tx.putBundle("sha256:b", Buffer.from("b"));
    });
    await expect(underWay).rejects.toMatchObject(unavailable);
    await proxy.mend();
    expect(await store.read(orgId, (tx) => tx.bundle("sha256:a"))).toBeNull();
    expect((await store.read(orgId, (tx) => tx.streamEvents(0, 1))).last).toBe(0);
  });

  it("gets over connections that the server ended", async () => {
    await store.system.ping();
    await query(
      world.superuserUrl,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = $1 AND application_name = 'stagecoach'`,
      [new URL(world.appUrl).pathname.slice(1)],
    );
    await vi.waitFor(() => store.system.ping(), { timeout: 5_000, interval: 10 });
  });
});
