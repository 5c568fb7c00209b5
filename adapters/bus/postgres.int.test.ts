import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { query } from "#test/builders/test-store.ts";
import { describeBus } from "#test/contracts/bus.ts";
import { createTestDatabase } from "#tools/postgres/test-database.ts";
import type { TestDatabase } from "#tools/postgres/test-database.ts";

import { createPostgresBus } from "./postgres.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

describeBus("Postgres", async () => createPostgresBus(database.appUrl));

describe("the bus on Postgres", () => {
  it("listens again after its connections broke, and looks then", async () => {
    const bus = createPostgresBus(database.appUrl);
    const heard = vi.fn();
    await bus.listen("events", heard);
    await query(
      database.superuserUrl,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = $1 AND application_name = 'stagecoach bus'`,
      [new URL(database.appUrl).pathname.slice(1)],
    );
    await vi.waitFor(() => expect(heard).toHaveBeenCalledOnce(), { timeout: 10_000, interval: 10 });
    await bus.ring("events");
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(2), { timeout: 5_000, interval: 5 });
    await bus.close();
  });

  it("fails a ring at once when there is no database", async () => {
    const bus = createPostgresBus("postgresql://nobody@127.0.0.1:1/none");
    await expect(bus.ring("events")).rejects.toMatchObject({ code: "unavailable" });
    await bus.listen("events", () => {});
    await bus.close();
  });
});
