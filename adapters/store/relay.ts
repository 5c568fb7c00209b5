import type { JobName } from "#contracts/jobs.ts";
import type { OutboxEntry } from "#ports/store/system.ts";
import type { PrismaClient } from "#prisma/generated/client.ts";

import { withSystem } from "./tenant.ts";

/** Any number, as long as nothing else in this database locks it. */
const relayLock = 7_241_916_204;

/**
 * Hands over the oldest entries and removes them in the same transaction. One relay at a time: the others
 * find nothing. The system only reads; the entries are removed under their organizations.
 */
export function relayOutbox(
  client: PrismaClient,
  limit: number,
  handle: (entries: readonly OutboxEntry[]) => Promise<void>,
): Promise<number> {
  return withSystem(client, async (db) => {
    const [lock] = await db.$queryRaw<{ mine: boolean }[]>`
      SELECT pg_try_advisory_xact_lock(${relayLock}::bigint) AS mine`;
    if (!lock?.mine) return 0;
    const rows = await db.outbox.findMany({ orderBy: { id: "asc" }, take: limit });
    if (rows.length === 0) return 0;
    await handle(rows.map(outboxEntry));
    for (const [orgId, mine] of Map.groupBy(rows, (row) => row.orgId)) {
      await db.$queryRaw`SELECT set_config('app.org_id', ${orgId}, true)`;
      await db.outbox.deleteMany({ where: { orgId, id: { in: mine.map(({ id }) => id) } } });
    }
    return rows.length;
  });
}

/** `enqueue` alone writes the name, from a JobName. */
function outboxEntry(row: {
  readonly id: bigint;
  readonly orgId: string;
  readonly name: string;
  readonly payload: unknown;
}): OutboxEntry {
  const { id, orgId: organizationId, name, payload } = row;
  return { id, organizationId, name: name as JobName, payload };
}
