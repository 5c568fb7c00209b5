import { setTimeout as wait } from "node:timers/promises";

import type { Clock } from "#ports/clock.ts";
import type { Prisma, PrismaClient } from "#prisma/generated/client.ts";

import { databaseError, lostRace } from "./database-error.ts";
import { noEffects } from "./effects.ts";
import type { Effects } from "./effects.ts";

const attempts = 5;
const limits = { maxWait: 5_000, timeout: 30_000 } as const;

/** An open transaction of one organization; row-level security shows it no other rows. */
export interface TenantTx {
  readonly db: Prisma.TransactionClient;
  readonly orgId: string;
  readonly clock: Clock;
  readonly effects: Effects;
}

interface Database {
  readonly client: PrismaClient;
  readonly clock: Clock;
}

/** Runs the work in one transaction of the organization; may run it again when it lost a race. */
export function withTenant<T>(
  { client, clock }: Database,
  orgId: string,
  work: (tx: TenantTx) => Promise<T>,
): Promise<T> {
  return transact(client, {}, async (db) => {
    await db.$queryRaw`SELECT set_config('app.org_id', ${orgId}, true)`;
    return work({ db, orgId, clock, effects: noEffects() });
  });
}

/** The same for reading alone: every query sees the same moment. */
export function withTenantSnapshot<T>(
  { client, clock }: Database,
  orgId: string,
  work: (tx: TenantTx) => Promise<T>,
): Promise<T> {
  return transact(client, { isolationLevel: "RepeatableRead" }, async (db) => {
    await db.$queryRaw`
      SELECT set_config('app.org_id', ${orgId}, true), set_config('transaction_read_only', 'on', true)`;
    return work({ db, orgId, clock, effects: noEffects() });
  });
}

/** Runs the work in a transaction that sees the few tables of all organizations that the system may read. */
export function withSystem<T>(
  client: PrismaClient,
  work: (db: Prisma.TransactionClient) => Promise<T>,
): Promise<T> {
  return transact(client, {}, async (db) => {
    await db.$queryRaw`SELECT set_config('app.system', 'on', true)`;
    return work(db);
  });
}

/** Runs the work in a transaction that sees the person's own memberships. */
export function withUser<T>(
  client: PrismaClient,
  userId: string,
  work: (db: Prisma.TransactionClient) => Promise<T>,
): Promise<T> {
  return transact(client, {}, async (db) => {
    await db.$queryRaw`SELECT set_config('app.user_id', ${userId}, true)`;
    return work(db);
  });
}

async function transact<T>(
  client: PrismaClient,
  options: { readonly isolationLevel?: Prisma.TransactionIsolationLevel },
  work: (db: Prisma.TransactionClient) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await client.$transaction(work, { ...limits, ...options });
    } catch (error) {
      if (attempt === attempts || !lostRace(error)) throw databaseError(error);
      await wait(attempt * 5);
    }
  }
}
