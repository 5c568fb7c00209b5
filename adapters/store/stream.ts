import type { StreamEvent } from "#contracts/events.ts";
import type { TenantReader } from "#ports/store/reader.ts";
import type { Prisma } from "#prisma/generated/client.ts";

import { toJson } from "./json.ts";
import type { TenantTx } from "./tenant.ts";

/**
 * Numbers and stores what was emitted. Called last: from here to the commit the organization's counters are
 * locked, so that numbers are in the order of commit and without gaps.
 */
export async function storeEvents({ db, orgId, clock, effects }: TenantTx): Promise<void> {
  const { events } = effects;
  if (events.length === 0) return;
  const { eventSeq } = await db.organizationCounters.update({
    where: { orgId },
    data: { eventSeq: { increment: events.length } },
    select: { eventSeq: true },
  });
  const first = eventSeq - BigInt(events.length) + 1n;
  await db.streamEventRecord.createMany({
    data: events.map((event, index) => ({
      orgId,
      seq: first + BigInt(index),
      event: toJson(event),
      createdAt: clock.now(),
    })),
  });
}

export function streamReads({ db, orgId }: TenantTx): Pick<TenantReader, "streamEvents"> {
  return {
    async streamEvents(after, limit) {
      const found = await db.streamEventRecord.findMany({
        where: { orgId, seq: { gt: after } },
        orderBy: { seq: "asc" },
        take: limit,
      });
      const kept = await db.streamEventRecord.aggregate({ where: { orgId }, _min: { seq: true } });
      const counters = await db.organizationCounters.findUnique({ where: { orgId } });
      const last = Number(counters?.eventSeq ?? 0n);
      return {
        events: found.map(({ seq, event }) => ({ seq: Number(seq), event: eventOf(event) })),
        oldest: Number(kept._min.seq ?? last + 1),
        last,
      };
    },
  };
}

/** Only `storeEvents` writes the column, and it takes a StreamEvent. */
function eventOf(value: Prisma.JsonValue): StreamEvent {
  return value as unknown as StreamEvent;
}
