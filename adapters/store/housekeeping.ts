import type { SystemDatabase } from "./system-database.ts";
import { withSystem, withTenant } from "./tenant.ts";

/** Marks the agents offline that were not seen since; says whose they are. */
export async function expireSessions(database: SystemDatabase, before: Date) {
  const silent = { connected: true, lastSeenAt: { lt: before } };
  const found = await withSystem(database.client, (db) =>
    db.cluster.findMany({ where: silent, select: { orgId: true, id: true } }),
  );
  const expired: { readonly organizationId: string; readonly clusterId: string }[] = [];
  for (const { orgId, id } of found) {
    const { count } = await withTenant(database, orgId, ({ db }) =>
      db.cluster.updateMany({ where: { orgId, id, ...silent }, data: { connected: false } }),
    );
    if (count > 0) expired.push({ organizationId: orgId, clusterId: id });
  }
  return expired;
}

/** Forgets what nobody will ask for again. Releases and the audit log stay. */
export async function prune(database: SystemDatabase, before: Date): Promise<void> {
  const { client } = database;
  const organizations = await withSystem(client, (db) =>
    db.organization.findMany({ select: { id: true } }),
  );
  for (const { id: orgId } of organizations) {
    await withTenant(database, orgId, async ({ db, clock }) => {
      const old = { orgId, createdAt: { lt: before } };
      await db.streamEventRecord.deleteMany({ where: old });
      await db.outbox.deleteMany({ where: old });
      // What a cluster was last asked to become is asked again of a new agent, however late.
      const syncs = await db.clusterSync.findMany({ where: { orgId }, select: { digest: true } });
      const kept = syncs.map(({ digest }) => digest);
      await db.bundle.deleteMany({ where: { ...old, digest: { notIn: kept } } });
      await db.agentCommand.deleteMany({ where: { orgId, notAfter: { lt: before } } });
      await db.podLog.deleteMany({ where: { orgId, forgetAt: { lte: clock.now() } } });
      await db.plan.deleteMany({ where: { orgId, expiresAt: { lt: before } } });
    });
  }
  await withSystem(client, async (db) => {
    await db.session.deleteMany({ where: { expires: { lt: before } } });
    await db.verificationToken.deleteMany({ where: { expires: { lt: before } } });
  });
}
