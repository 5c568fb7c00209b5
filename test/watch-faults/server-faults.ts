import { expect } from "vitest";

import { status } from "./load-faults.ts";
import type { Scenario } from "./load-faults.ts";
import { bookmark, line } from "./scripted-api.ts";
import type { Fault } from "./scripted-api.ts";

/** Faults of the server as a whole, of the cluster around it and of the agent itself. */
export const serverFaults: readonly Scenario[] = [
  [
    "deletions while disconnected, and a history that is forgotten",
    async (world) => {
      world.start();
      await world.synced();
      world.api.next("watch", status(503));
      world.api.cut();
      world.api.remove("a");
      world.api.remove("b");
      world.api.create("a");
      world.api.compact();
    },
  ],
  [
    "a restart of the server with the same versions",
    async (world) => {
      world.start();
      await world.synced();
      world.api.next("any", status(503), status(500), status(429));
      world.api.cut();
      world.api.update("e");
    },
  ],
  ...[7, 5_000].map((version): Scenario => [
    `an etcd that is restored at version ${version}`,
    async (world) => {
      world.start();
      await world.synced();
      world.forgive();
      world.api.restore(version);
      const silent: Fault = ({ response }) => response.writeHead(200).flushHeaders();
      world.api.cut();
      if (version > 100) return;
      for (let round = 1; round <= 2; round += 1) {
        const watches = world.api.count("watch");
        world.api.next("watch", silent);
        await world.eventually(() => expect(world.api.count("watch")).toBe(watches + 1));
        world.clock.ring();
      }
    },
  ]),
  [
    "a restored etcd behind a connection that lasts",
    async (world) => {
      world.start();
      await world.synced();
      world.forgive();
      world.api.restore(7);
      world.api.update("a");
    },
  ],
  [
    "stop and start",
    async (world) => {
      world.start();
      await world.synced();
      await world.stop();
      world.api.remove("c");
      world.api.create("c");
      await world.eventually(() => expect(world.api.streams.size).toBe(0));
      world.start();
    },
  ],
  [
    "stop within a load, then start",
    async (world) => {
      world.api.next("load", () => {});
      world.start();
      await world.eventually(() => expect(world.api.count("load")).toBe(1));
      await world.stop();
      world.start();
    },
  ],
  [
    "credentials that are rotated",
    async (world) => {
      world.start();
      await world.synced();
      world.token = "second";
      world.api.next("watch", status(401));
      world.api.end();
      await world.eventually(() => expect(world.api.pendingFaults).toBe(0));
      await world.synced();
      expect(world.api.exchanges.at(-1)?.authorization).toBe("Bearer second");
    },
  ],
  [
    "a right that is taken away and given back",
    async (world) => {
      world.start();
      await world.synced();
      world.api.next("any", status(403), status(403), status(403));
      world.api.end();
      world.api.remove("a");
      await world.synced();
      expect(world.clock.pauses.slice(-3)).toEqual([2_000, 4_000, 8_000]);
      expect(world.reflector.health).toMatchObject({ missing: null, synced: true });
    },
  ],
  [
    "a definition that vanishes and comes back",
    async (world) => {
      world.start();
      await world.synced();
      for (const name of ["a", "b", "c", "d", "e"]) world.api.remove(name);
      world.isServed = false;
      world.api.next("watch", status(404));
      world.api.end();
      await world.eventually(() => expect(world.reflector.health.missing).toBe("kind"));
      world.api.create("a");
      world.isServed = true;
      world.discover();
    },
  ],
  [
    "404 of a kind that is served",
    async (world) => {
      world.start();
      await world.synced();
      world.api.next("any", status(404), status(404), status(404));
      world.api.end();
    },
  ],
  [
    "a new list on demand, while things change",
    async (world) => {
      world.start();
      await world.synced();
      world.reflector.relist();
      world.api.remove("a");
      world.api.create("f");
    },
  ],
  [
    "an initial state that is never said to be complete",
    async (world) => {
      const endless: Fault = (exchange, api) => {
        if (api.mode === "paged list") return api.answer(exchange);
        exchange.response.writeHead(200);
        for (const each of api.objects.values()) exchange.response.write(line("ADDED", each));
        exchange.response.write(bookmark(api.version));
      };
      world.api.next("load", endless);
      world.start();
      await world.eventually(() => expect(world.api.pendingFaults).toBe(0));
      if (world.api.mode === "paged list") return;
      world.clock.ring();
    },
  ],
];
