import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { findRedis } from "#test/builders/redis-server.ts";
import type { RedisServer } from "#test/builders/redis-server.ts";
import { describeBus } from "#test/contracts/bus.ts";

import { createRedisBus } from "./redis.ts";

const redis = findRedis();

describe.skipIf(redis === null)("with Redis", () => {
  let server: RedisServer | undefined;
  beforeAll(async () => {
    server = await redis?.start();
  });
  afterAll(() => server?.stop());

  describeBus("Redis", async () => createRedisBus(server?.url ?? ""));
});

describe("the bus on Redis", () => {
  it("fails a ring soon when there is no Redis", async () => {
    const bus = createRedisBus("redis://127.0.0.1:1");
    await expect(bus.ring("events")).rejects.toMatchObject({ code: "unavailable" });
    await bus.close();
  });
});
