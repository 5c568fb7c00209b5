import type { PodLogReads, PodLogRecords, PodLogRow, PodLogWrites } from "#ports/store/pod-logs.ts";
import { Prisma } from "#prisma/generated/client.ts";

import { commandRecords } from "./commands.ts";
import { toJson } from "./json.ts";
import type { TenantTx } from "./tenant.ts";
import { isUuid } from "./uuid.ts";

const columns = {
  id: true,
  clusterId: true,
  askedBy: true,
  workload: true,
  pod: true,
  container: true,
  containers: true,
  askedAt: true,
  waitUntil: true,
  forgetAt: true,
  answer: true,
} as const;

export function podLogReads({ db, orgId }: TenantTx): PodLogReads {
  return {
    async podLog(id, now) {
      if (!isUuid(id)) return null;
      const row = await db.podLog.findFirst({
        where: { orgId, id, forgetAt: { gt: now } },
        select: columns,
      });
      return row && podLogRow(row);
    },
    waitingPodLogs: (clusterId, now) =>
      db.podLog.count({
        where: { orgId, clusterId, waitUntil: { gt: now }, answer: { equals: Prisma.DbNull } },
      }),
  };
}

export function podLogWrites(tx: TenantTx): PodLogWrites {
  const { db, orgId } = tx;
  return {
    async askPodLog({ payload, containers, ...question }) {
      const row = { ...question, containers: [...containers] };
      await db.podLog.createMany({ data: [{ orgId, ...row }] });
      const { id, clusterId, askedAt: createdAt, waitUntil: notAfter } = question;
      const command = { id, clusterId, type: "logs", payload, createdAt, notAfter } as const;
      await commandRecords(tx).addCommand(command);
    },
  };
}

export function podLogRecords({ db, orgId }: TenantTx): PodLogRecords {
  return {
    async recordPodLog({ id, clusterId }, answer) {
      const { count } = await db.podLog.updateMany({
        where: { orgId, clusterId, id, answer: { equals: Prisma.DbNull } },
        data: { answer: toJson(answer) },
      });
      return count > 0;
    },
  };
}

/** `askPodLog` and `recordPodLog` alone write the columns, from the port's types. */
function podLogRow(row: Prisma.PodLogGetPayload<{ select: typeof columns }>): PodLogRow {
  return {
    ...row,
    workload: row.workload as PodLogRow["workload"],
    answer: row.answer as PodLogRow["answer"],
  };
}
