import { randomUUID } from "node:crypto";
import process from "node:process";

import { createPostgresBus } from "#adapters/bus/postgres.ts";
import { createSecrets } from "#adapters/secrets/envelope.ts";
import { createPrismaStore } from "#adapters/store/store.ts";

import { seedWorld } from "./seed/seed-world.ts";
import { readSeedSettings } from "./seed/settings.ts";

const { databaseUrl, secretsKey, agentsFolder, addresses } = readSeedSettings(process.env);
const clock = { now: () => new Date() };
const bus = createPostgresBus(databaseUrl);
const store = createPrismaStore({ databaseUrl, bus, clock });
try {
  const secrets = createSecrets(secretsKey);
  const agents = await seedWorld({
    store,
    secrets,
    clock,
    uuid: randomUUID,
    addresses,
    agentsFolder,
  });
  process.stdout.write(`${JSON.stringify({ agents })}\n`);
} finally {
  await store.close();
  await bus.close();
}
