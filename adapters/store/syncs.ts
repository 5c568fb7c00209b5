import type {
  ClusterSyncRow,
  ComparisonRow,
  NewComparison,
  NewSync,
  ReportedSync,
  SyncAsks,
  SyncReads,
  SyncRecords,
  SyncWrites,
} from "#ports/store/syncs.ts";
import { Prisma } from "#prisma/generated/client.ts";

import { commandRecords } from "./commands.ts";
import { toJson } from "./json.ts";
import type { TenantTx } from "./tenant.ts";
import { isUuid } from "./uuid.ts";

export function syncReads({ db, orgId }: TenantTx): SyncReads {
  return {
    async clusterSync(clusterId) {
      if (!isUuid(clusterId)) return null;
      const row = await db.clusterSync.findUnique({ where: key(orgId, clusterId) });
      return row && syncRow(row);
    },
    async comparison(clusterId) {
      if (!isUuid(clusterId)) return null;
      const row = await db.clusterComparison.findUnique({ where: key(orgId, clusterId) });
      return row && comparisonRow(row);
    },
  };
}

export function syncWrites(tx: TenantTx): SyncWrites {
  return {
    ...syncAsks(tx),
    askComparison: (comparison) => askComparison(tx, comparison),
  };
}

export function syncRecords(tx: TenantTx): SyncRecords {
  const { db, orgId } = tx;
  return {
    ...syncAsks(tx),
    async recordSyncReceived(clusterId, commandId, receivedAt) {
      const where = { orgId, clusterId, commandId };
      const syncs = await db.clusterSync.updateMany({ where, data: { receivedAt } });
      const questions = await db.clusterComparison.updateMany({ where, data: { receivedAt } });
      return syncs.count + questions.count > 0;
    },
    async adoptSync(clusterId, instanceId) {
      const another = { OR: [{ instanceId: null }, { instanceId: { not: instanceId } }] };
      const { count } = await db.clusterSync.updateMany({
        where: { orgId, clusterId, ...another },
        data: { instanceId },
      });
      return count > 0;
    },
    async recordSyncReport(clusterId, report) {
      await db.clusterSync.updateMany({
        where: { orgId, clusterId },
        data: { report: toJson({ ...report, at: report.at.toISOString() }) },
      });
    },
    async recordComparison({ clusterId, commandId }, answer) {
      const { count } = await db.clusterComparison.updateMany({
        where: { orgId, clusterId, commandId },
        data: { answer: toJson({ ...answer, at: answer.at.toISOString() }) },
      });
      return count > 0;
    },
    async forgetComparison(clusterId) {
      await db.clusterComparison.deleteMany({
        where: { orgId, clusterId, answer: { not: Prisma.DbNull } },
      });
    },
  };
}

function syncAsks(tx: TenantTx): SyncAsks {
  return { askSync: (sync) => askSync(tx, sync) };
}

async function askSync(tx: TenantTx, sync: NewSync): Promise<void> {
  const { db, orgId } = tx;
  const { clusterId, commandId, revision, root, digest, askedAt, notAfter } = sync;
  const { forced, thorough } = sync;
  const consents = [...sync.consents];
  const asked = { commandId, revision, root, digest, consents, askedBy: sync.askedBy };
  const data = { ...asked, askedAt, notAfter, receivedAt: null };
  await db.clusterSync.upsert({
    where: key(orgId, clusterId),
    create: { orgId, clusterId, ...data },
    update: data,
    select: { commandId: true },
  });
  await db.clusterComparison.deleteMany({ where: { orgId, clusterId } });
  await commandRecords(tx).addCommand({
    id: commandId,
    clusterId,
    type: "sync",
    payload: { revision, root, digest, consents, forced, thorough },
    createdAt: askedAt,
    notAfter,
  });
}

async function askComparison(tx: TenantTx, comparison: NewComparison): Promise<void> {
  const { db, orgId } = tx;
  const { clusterId, commandId, revision, root, digest, askedBy, askedAt, notAfter } = comparison;
  const data = { commandId, revision, askedBy, askedAt, notAfter, receivedAt: null };
  await db.clusterComparison.upsert({
    where: key(orgId, clusterId),
    create: { orgId, clusterId, ...data },
    update: { ...data, answer: Prisma.DbNull },
    select: { commandId: true },
  });
  await commandRecords(tx).addCommand({
    id: commandId,
    clusterId,
    type: "diff",
    payload: { revision, root, digest },
    createdAt: askedAt,
    notAfter,
  });
}

function key(orgId: string, clusterId: string) {
  return { orgId_clusterId: { orgId, clusterId } };
}

type Stored<T extends { readonly at: Date }> = Omit<T, "at"> & { readonly at: string };

/** `askSync` and `recordSyncReport` alone write the columns, from the port's types. */
function syncRow(row: Prisma.ClusterSyncGetPayload<object>): ClusterSyncRow {
  const report = row.report as Stored<ReportedSync> | null;
  return {
    ...row,
    consents: row.consents as ClusterSyncRow["consents"],
    report: report && { ...report, at: new Date(report.at) },
  };
}

/** `recordComparison` alone writes the column, from the port's type. */
function comparisonRow(row: Prisma.ClusterComparisonGetPayload<object>): ComparisonRow {
  const answer = row.answer as Stored<NonNullable<ComparisonRow["answer"]>> | null;
  return { ...row, answer: answer && { ...answer, at: new Date(answer.at) } };
}
