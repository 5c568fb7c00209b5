import { afterEach, describe, expect, it } from "vitest";

import { FaultWorld } from "./fault-world.ts";
import { loadFaults } from "./load-faults.ts";
import { serverFaults } from "./server-faults.ts";
import { streamFaults } from "./stream-faults.ts";

const scenarios = [...loadFaults, ...streamFaults, ...serverFaults];
let world: FaultWorld | null = null;

afterEach(() => world?.close());

describe.each(["watch list", "paged list"] as const)("by %s, the cache is true after", (mode) => {
  it.each(scenarios)("%s", async (_name, play) => {
    world = new FaultWorld(mode);
    await world.open();
    await play(world);
    await world.synced();
    expect(world.phantoms).toEqual([]);
  });
});

it("plays no scenario twice", () => {
  const names = scenarios.map(([name]) => name);
  expect(new Set(names).size).toBe(names.length);
});
