import type { Grant, Role } from "#domain/access/can.ts";
import { DomainError } from "#domain/error.ts";
import type { TenantReader } from "#ports/store/reader.ts";
import type { TenantWriter } from "#ports/store/writer.ts";
import type { Prisma } from "#prisma/generated/client.ts";

import { toOptionalJson } from "./json.ts";
import type { TenantTx } from "./tenant.ts";

export function organizationReads({ db, orgId }: TenantTx): Pick<TenantReader, "organization"> {
  return {
    async organization() {
      const row = await db.organization.findUnique({
        where: { id: orgId },
        select: { id: true, slug: true, name: true },
      });
      if (!row) throw new DomainError("not-found", "There is no such organization.");
      return row;
    },
  };
}

export function memberWrites(tx: TenantTx): Pick<TenantWriter, "addMember" | "addInvitation"> {
  const { db, orgId, clock } = tx;
  return {
    addMember: ({ userId, grant }) => putMember(tx, userId, grant),
    async addInvitation({ id, email: address, grant }) {
      const email = address.toLowerCase();
      const granted = grantColumns(grant);
      await db.invitation.upsert({
        where: { orgId_email: { orgId, email } },
        create: { orgId, id, email, ...granted, createdAt: clock.now() },
        update: granted,
      });
    },
  };
}

/** Makes the person a member with this grant; a member's grant is replaced. */
export async function putMember(
  { db, orgId, clock }: TenantTx,
  userId: string,
  grant: Grant,
): Promise<void> {
  const granted = grantColumns(grant);
  await db.membership.upsert({
    where: { orgId_userId: { orgId, userId } },
    create: { orgId, userId, ...granted, createdAt: clock.now() },
    update: granted,
  });
}

function grantColumns({ role, promoteTo }: Grant) {
  return { role, promoteTo: toOptionalJson(promoteTo) };
}

/** Both columns are written from a Grant only, by `grantColumns`. */
export function grantOf(row: {
  readonly role: string;
  readonly promoteTo: Prisma.JsonValue;
}): Grant {
  return { role: row.role as Role, promoteTo: row.promoteTo as readonly string[] | null };
}
