import { appendAudit } from "./audit.ts";
import { grantOf, putMember } from "./members.ts";
import type { SystemDatabase } from "./system-database.ts";
import { withSystem, withTenant } from "./tenant.ts";

interface Person {
  readonly id: string;
  readonly email: string;
}

/** Turns every invitation for the address into a membership; an invitation is used up by the first who takes it. */
export async function acceptInvitations(
  database: SystemDatabase,
  user: Person,
  now: Date,
): Promise<number> {
  const email = user.email.toLowerCase();
  const waiting = await withSystem(database.client, (db) =>
    db.invitation.findMany({ where: { email }, select: { orgId: true, id: true } }),
  );
  let accepted = 0;
  for (const { orgId, id } of waiting) {
    accepted += (await accept(database, { orgId, id, user, now })) ? 1 : 0;
  }
  return accepted;
}

function accept(
  database: SystemDatabase,
  input: { readonly orgId: string; readonly id: string; readonly user: Person; readonly now: Date },
): Promise<boolean> {
  const { orgId, id, user, now } = input;
  return withTenant({ ...database, clock: { now: () => now } }, orgId, async (tx) => {
    const invitation = await tx.db.invitation.findUnique({ where: { orgId_id: { orgId, id } } });
    const taken = await tx.db.invitation.deleteMany({ where: { orgId, id } });
    if (!invitation || taken.count === 0) return false;
    const grant = grantOf(invitation);
    await putMember(tx, user.id, grant);
    await appendAudit(tx, {
      event: "member.joined",
      actor: { type: "user", id: user.id, name: user.email, email: user.email },
      subject: `member/${user.email}`,
      details: { ...grant },
    });
    return true;
  });
}
