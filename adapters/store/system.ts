import { DomainError } from "#domain/error.ts";
import type { SystemReader } from "#ports/store/system.ts";
import type { PrismaClient } from "#prisma/generated/client.ts";

import { appendAudit } from "./audit.ts";
import { isDuplicate } from "./database-error.ts";
import { findDueWork } from "./due-work.ts";
import { expireSessions, prune } from "./housekeeping.ts";
import { acceptInvitations } from "./invitations.ts";
import { grantOf, putMember } from "./members.ts";
import { relayOutbox } from "./relay.ts";
import type { SystemDatabase } from "./system-database.ts";
import { withSystem, withTenant, withUser } from "./tenant.ts";
import { isUuid } from "./uuid.ts";

const organizationColumns = { id: true, slug: true, name: true } as const;

/** The questions without an organization. What they lead to is written under the organization it belongs to. */
export function systemReader(database: SystemDatabase): SystemReader {
  const { client } = database;
  return {
    memberships: (userId) => memberships(client, userId),
    enrolmentToken: (hash) =>
      withSystem(client, async (db) => {
        const token = await db.enrolmentToken.findUnique({ where: { hash } });
        return token && { organizationId: token.orgId, clusterId: token.clusterId };
      }),
    clusterOrganization: async (id) =>
      isUuid(id)
        ? withSystem(client, async (db) => {
            const cluster = await db.cluster.findUnique({ where: { id }, select: { orgId: true } });
            return cluster?.orgId ?? null;
          })
        : null,
    createOrganization: (input) => createOrganization(database, input),
    organizationBySlug: (slug) =>
      withSystem(client, (db) =>
        db.organization.findUnique({ where: { slug }, select: organizationColumns }),
      ),
    acceptInvitations: (user, now) => acceptInvitations(database, user, now),
    relayOutbox: (limit, handle) => relayOutbox(client, limit, handle),
    dueWork: (now, after) => withSystem(client, (db) => findDueWork(db, now, after)),
    expireSessions: (before) => expireSessions(database, before),
    prune: (before) => prune(database, before),
    ping: () => withSystem(client, async (db) => void (await db.$queryRaw`SELECT 1`)),
  };
}

async function memberships(client: PrismaClient, userId: string) {
  const rows = await withUser(client, userId, (db) =>
    db.membership.findMany({
      where: { userId },
      select: { role: true, promoteTo: true, organization: { select: organizationColumns } },
      orderBy: { organization: { slug: "asc" } },
    }),
  );
  return rows.map(({ organization, ...row }) => ({ organization, grant: grantOf(row) }));
}

async function createOrganization(
  database: SystemDatabase,
  { organization, owner, actor, now }: Parameters<SystemReader["createOrganization"]>[0],
): Promise<void> {
  const { id, slug } = organization;
  try {
    await withTenant(database, id, async (tx) => {
      await tx.db.organization.createMany({ data: [{ ...organization, createdAt: now }] });
      await tx.db.organizationCounters.createMany({ data: [{ orgId: id }] });
      if (owner) await putMember(tx, owner.userId, owner.grant);
      const subject = `organization/${slug}`;
      await appendAudit(tx, { event: "organization.created", actor, subject });
    });
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    throw new DomainError("conflict", `The name ${slug} is taken. Choose another one.`, {
      pointer: "/slug",
    });
  }
}
