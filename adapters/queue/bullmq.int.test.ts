import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { findRedis } from "#test/builders/redis-server.ts";
import type { RedisServer } from "#test/builders/redis-server.ts";
import { describeQueue } from "#test/contracts/queue.ts";
import { createTestDatabase } from "#tools/postgres/test-database.ts";
import type { TestDatabase } from "#tools/postgres/test-database.ts";

import { createQueue } from "./bullmq.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

describeQueue("Postgres", () => ({ databaseUrl: database.appUrl }));

const redis = findRedis();
describe.skipIf(redis === null)("with Redis", () => {
  let server: RedisServer | undefined;
  beforeAll(async () => {
    server = await redis?.start();
  });
  afterAll(() => server?.stop());

  describeQueue("Redis", () => ({ redisUrl: server?.url ?? "" }));
});

describe("a queue without its backend", () => {
  it.each([
    { databaseUrl: "postgresql://nobody@127.0.0.1:1/none" },
    { redisUrl: "redis://127.0.0.1:1" },
  ])("fails a ring soon", async (backend) => {
    const queue = createQueue(backend);
    const ring = queue.ring("run-lane", {
      organizationId: "0b5c6a0e-0000-4000-8000-000000000001",
      laneId: "0b5c6a0e-0000-4000-8000-000000000002",
    });
    await expect(ring).rejects.toMatchObject({ code: "unavailable" });
    await queue.close();
  });
});
