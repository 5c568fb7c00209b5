import "server-only";
import { randomBytes, randomUUID } from "node:crypto";

import { createPostgresBus } from "#adapters/bus/postgres.ts";
import { createRedisBus } from "#adapters/bus/redis.ts";
import { makeSigningKey } from "#adapters/git/ssh-signature.ts";
import { createSecrets } from "#adapters/secrets/envelope.ts";
import { createPrismaStore } from "#adapters/store/store.ts";
import { eventsChannel } from "#ports/bus.ts";
import type { TenantContext } from "#services/context.ts";

import { getConfig } from "./config.ts";

type Runtime = Pick<TenantContext, "store" | "bus" | "clock" | "ids" | "secrets" | "signingKeys">;

declare global {
  var stagecoachRuntime: Runtime | undefined;
}

/** The process's adapters, made once; they outlive the reloads of a development server. */
export function getRuntime(): Runtime {
  globalThis.stagecoachRuntime ??= createRuntime();
  return globalThis.stagecoachRuntime;
}

function createRuntime(): Runtime {
  const { databaseUrl, redisUrl, secretsKey } = getConfig();
  const clock = { now: () => new Date() };
  const bus = redisUrl === null ? createPostgresBus(databaseUrl) : createRedisBus(redisUrl);
  return {
    bus,
    clock,
    store: createPrismaStore({ databaseUrl, bus, clock }),
    ids: { uuid: () => randomUUID(), secret: () => randomBytes(32).toString("base64url") },
    secrets: createSecrets(secretsKey),
    signingKeys: { make: makeSigningKey },
  };
}

/** Calls back when the organization may have new events; returns how to stop. */
export function listenToEvents(
  organizationId: string,
  heard: () => void,
): Promise<() => Promise<void>> {
  return getRuntime().bus.listen(eventsChannel(organizationId), heard);
}
