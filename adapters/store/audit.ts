import { createHash } from "node:crypto";

import type { Actor } from "#ports/store/actor.ts";
import type { AuditEventName } from "#ports/store/store.ts";
import type { Prisma } from "#prisma/generated/client.ts";

import { toJson } from "./json.ts";
import type { TenantTx } from "./tenant.ts";

export interface AuditedFact {
  readonly event: AuditEventName;
  readonly actor: Actor;
  readonly subject: string;
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

/** Appends an entry whose hash covers it and the entry before, so that no later change goes unnoticed. */
export async function appendAudit(tx: TenantTx, fact: AuditedFact): Promise<void> {
  const { event, actor, subject } = fact;
  const details = toJson(fact.details ?? {});
  const [previous] = await tx.db.$queryRaw<{ seq: bigint; hash: string }[]>`
    SELECT audit_seq AS seq, audit_hash AS hash FROM organization_counters FOR NO KEY UPDATE`;
  if (!previous) throw new Error(`Organization ${tx.orgId} has no counters`);
  const entry = {
    orgId: tx.orgId,
    seq: previous.seq + 1n,
    at: tx.clock.now(),
    event,
    actor: toJson(actor),
    subject,
    details,
  };
  const hash = auditHash(previous.hash, entry);
  await tx.db.auditEntry.create({ data: { ...entry, hash } });
  await tx.db.organizationCounters.update({
    where: { orgId: tx.orgId },
    data: { auditSeq: entry.seq, auditHash: hash },
    select: { orgId: true },
  });
}

/** The number of the first entry that does not follow from the one before; null where the chain is whole. */
export async function findAuditBreak(tx: TenantTx): Promise<bigint | null> {
  const entries = await tx.db.auditEntry.findMany({ orderBy: { seq: "asc" } });
  let previous = { seq: 0n, hash: "" };
  for (const entry of entries) {
    const whole = entry.seq === previous.seq + 1n && entry.hash === auditHash(previous.hash, entry);
    if (!whole) return entry.seq;
    previous = entry;
  }
  const head = await tx.db.organizationCounters.findFirst();
  return head && head.auditSeq === previous.seq && head.auditHash === previous.hash
    ? null
    : previous.seq + 1n;
}

interface HashedEntry {
  readonly orgId: string;
  readonly seq: bigint;
  readonly at: Date;
  readonly event: string;
  readonly actor: Prisma.InputJsonValue | Prisma.JsonValue;
  readonly subject: string;
  readonly details: Prisma.InputJsonValue | Prisma.JsonValue;
}

/** SHA-256 over the hash before and the entry in one written form. */
function auditHash(previous: string, entry: HashedEntry): string {
  const { orgId, seq, at, event, actor, subject, details } = entry;
  const parts = [orgId, seq.toString(), at.toISOString(), event, actor, subject, details];
  return createHash("sha256").update(previous).update(canonical(parts)).digest("hex");
}

/** JSON with sorted keys: jsonb does not keep their order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
