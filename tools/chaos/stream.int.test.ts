import { expect, it } from "vitest";

import { createTestDatabase } from "#tools/postgres/test-database.ts";

import { openChaosWorld } from "./chaos-world.ts";
import { startSimulatedServer } from "./simulated-server.ts";
import { chaosStream } from "./stream.ts";

it("nothing is lost and nothing is invented, whatever fails", { timeout: 120_000 }, async () => {
  const database = await createTestDatabase();
  const server = await startSimulatedServer();
  const world = await openChaosWorld({ server, database });
  try {
    const outcome = await chaosStream({
      world,
      changes: 600,
      roundChanges: 300,
      seed: 7,
      report: () => undefined,
      signal: AbortSignal.timeout(110_000),
    });
    expect(outcome).toMatchObject({ changes: 600, lost: [], phantoms: [] });
    expect(outcome.commits).toBeGreaterThan(100);
    expect(outcome.faults.size).toBeGreaterThan(2);
  } finally {
    await world.close();
    await server.close();
    await database.drop();
  }
});
