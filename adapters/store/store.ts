import { can } from "#domain/access/can.ts";
import { DomainError } from "#domain/error.ts";
import type { Bus } from "#ports/bus.ts";
import type { Clock } from "#ports/clock.ts";
import type { Store, WriteIntent } from "#ports/store/store.ts";

import { appendAudit } from "./audit.ts";
import { createClient } from "./client.ts";
import { ringEffects } from "./effects.ts";
import { tenantReader } from "./reader.ts";
import { tenantRecorder } from "./recorder.ts";
import { storeEvents } from "./stream.ts";
import { systemReader } from "./system.ts";
import { withTenant, withTenantSnapshot } from "./tenant.ts";
import type { TenantTx } from "./tenant.ts";
import { tenantWriter } from "./writer.ts";

/**
 * The store on Postgres. Connects when first used. While the database is away, calls throw DomainError
 * "unavailable"; they work again once it is back. Work that lost a race is run again from its start.
 */
export function createPrismaStore({
  databaseUrl,
  bus,
  clock,
}: {
  readonly databaseUrl: string;
  readonly bus: Bus;
  readonly clock: Clock;
}): Store {
  const client = createClient(databaseUrl);
  const database = { client, clock };

  /** Events take their numbers last, right before the commit; bells ring right after it. */
  async function commit<T>(orgId: string, work: (tx: TenantTx) => Promise<T>): Promise<T> {
    const { result, effects } = await withTenant(database, orgId, async (tx) => {
      const done = await work(tx);
      await storeEvents(tx);
      return { result: done, effects: tx.effects };
    });
    await ringEffects(bus, orgId, effects);
    return result;
  }

  return {
    read: (orgId, work) => withTenantSnapshot(database, orgId, (tx) => work(tenantReader(tx))),
    async write(orgId, intent, work) {
      requirePermission(intent);
      return commit(orgId, async (tx) => {
        const result = await work(tenantWriter(tx));
        await appendAudit(tx, intent);
        return result;
      });
    },
    record: (orgId, work) => commit(orgId, (tx) => work(tenantRecorder(tx))),
    system: systemReader(database),
    close: () => client.$disconnect(),
  };
}

function requirePermission({ grant, permission, environment }: WriteIntent): void {
  const answer = can(grant, permission, environment === undefined ? {} : { environment });
  if (!answer.allowed) {
    throw new DomainError("forbidden", answer.reason, { permission, needs: answer.reason });
  }
}
