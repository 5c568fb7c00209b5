import type { WorkloadKey } from "#domain/glossary.ts";
import type { ObservedWorkload } from "#domain/rollout/observed.ts";
import type { WorkloadRow } from "#ports/store/cluster-rows.ts";
import type { TenantReader } from "#ports/store/reader.ts";
import type { StateChange, TenantRecorder } from "#ports/store/recorder.ts";
import type { Prisma } from "#prisma/generated/client.ts";

import type { TenantTx } from "./tenant.ts";

const columns = { clusterId: true, key: true, observed: true, changedAt: true } as const;

export function workloadReads({ db, orgId }: TenantTx): Pick<TenantReader, "workloads"> {
  return {
    async workloads(filter = {}) {
      const rows = await db.workload.findMany({ where: { orgId, ...filter }, select: columns });
      return rows.map(workloadRow);
    },
  };
}

export function stateRecords(tx: TenantTx): Pick<TenantRecorder, "applyState"> {
  return {
    async applyState(change) {
      if (!(await moveCursor(tx, change))) return false;
      await removeGone(tx, change);
      await putChanged(tx, change);
      return true;
    },
  };
}

/** Locks the cluster, so that states of one cluster are stored one after the other. */
async function moveCursor({ db, orgId }: TenantTx, change: StateChange): Promise<boolean> {
  const { clusterId, sessionEpoch, cursor, at } = change;
  const moved = await db.cluster.updateMany({
    where: { orgId, id: clusterId, sessionEpoch },
    data: { streamEpoch: cursor.epoch, streamSeq: cursor.seq, stateAt: at, lastSeenAt: at },
  });
  return moved.count > 0;
}

async function removeGone({ db, orgId }: TenantTx, change: StateChange): Promise<void> {
  const { clusterId, kind, upserts, kept = [], deletes } = change;
  if (kind === "snapshot") {
    const present = [...kept, ...upserts.map(({ observed }) => observed.uid)];
    await db.$executeRaw`
      DELETE FROM workload
      WHERE org_id = ${orgId}::uuid AND cluster_id = ${clusterId}::uuid
        AND NOT (uid = ANY (${present}::text[]))`;
  } else if (deletes.length > 0) {
    await db.workload.deleteMany({ where: { orgId, clusterId, uid: { in: [...deletes] } } });
  }
}

/**
 * One statement however many there are; rows that are already the same are not written. A new uid under
 * an old name means that the old object is gone.
 */
async function putChanged({ db, orgId }: TenantTx, change: StateChange): Promise<void> {
  const { clusterId, at, upserts } = change;
  if (upserts.length === 0) return;
  const rows = JSON.stringify(
    upserts.map(({ key, observed }) => ({ uid: observed.uid, key, observed })),
  );
  await db.$executeRaw`
    WITH sent AS (
      SELECT * FROM jsonb_to_recordset(${rows}::jsonb) AS row (uid text, key text, observed jsonb)
    ), replaced AS (
      DELETE FROM workload USING sent
      WHERE workload.org_id = ${orgId}::uuid AND workload.cluster_id = ${clusterId}::uuid
        AND workload.key = sent.key AND workload.uid <> sent.uid
        AND workload.uid NOT IN (SELECT uid FROM sent)
    )
    INSERT INTO workload (org_id, cluster_id, uid, key, observed, changed_at)
    SELECT ${orgId}::uuid, ${clusterId}::uuid, uid, key, observed, ${at.toISOString()}::timestamptz FROM sent
    ON CONFLICT (org_id, cluster_id, uid) DO UPDATE
      SET key = excluded.key, observed = excluded.observed, changed_at = excluded.changed_at
      WHERE workload.observed <> excluded.observed OR workload.key <> excluded.key`;
}

/** `putChanged` alone writes the columns, from a WorkloadKey and an ObservedWorkload. */
function workloadRow(row: Prisma.WorkloadGetPayload<{ select: typeof columns }>): WorkloadRow {
  return {
    ...row,
    key: row.key as WorkloadKey,
    observed: row.observed as unknown as ObservedWorkload,
  };
}
