import { randomBytes, randomUUID } from "node:crypto";

import { createPostgresBus } from "#adapters/bus/postgres.ts";
import { createRedisBus } from "#adapters/bus/redis.ts";
import { createPrismaStore } from "#adapters/store/store.ts";
import { createLog } from "#contracts/log.ts";

import type { Config } from "./config.ts";
import { startGateway } from "./server.ts";
import type { Gateway } from "./server.ts";
import { defaultTuning } from "./tuning.ts";

/** Puts the gateway together from its configuration and starts it. */
export async function openGateway(config: Config): Promise<Gateway> {
  const { databaseUrl, redisUrl, url, port, host, logLevel: least } = config;
  const bus = redisUrl === null ? createPostgresBus(databaseUrl) : createRedisBus(redisUrl);
  const clock = { now: () => new Date() };
  const store = createPrismaStore({ databaseUrl, bus, clock });
  const ids = { uuid: randomUUID, secret: () => randomBytes(32).toString("base64url") };
  const log = createLog({
    least,
    now: () => clock.now().toISOString(),
    write: (line) => process.stdout.write(line),
  });
  const ctx = { store, clock, ids, bus, url, log, tuning: defaultTuning };
  const gateway = await startGateway(ctx, { port, host });
  return {
    port: gateway.port,
    async close() {
      await gateway.close();
      await Promise.allSettled([store.close(), bus.close()]);
    },
  };
}
