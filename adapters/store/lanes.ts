import { DomainError } from "#domain/error.ts";
import type { TenantReader } from "#ports/store/reader.ts";
import type { TenantRecorder } from "#ports/store/recorder.ts";

import { releaseRow, releaseShape } from "./releases.ts";
import { configRepositoryColumns, configRepositoryRow } from "./sources.ts";
import type { TenantTx } from "./tenant.ts";
import { isUuid } from "./uuid.ts";

export function laneReads({
  db,
  orgId,
}: TenantTx): Pick<TenantReader, "lane" | "laneReleases" | "pushesSince"> {
  return {
    async lane(id) {
      if (!isUuid(id)) return null;
      const row = await db.lane.findUnique({
        where: { orgId_id: { orgId, id } },
        select: { id: true, branch: true, repository: { select: configRepositoryColumns } },
      });
      return row && { ...row, repository: configRepositoryRow(row.repository) };
    },
    async laneReleases(laneId) {
      const rows = await db.release.findMany({
        where: { orgId, laneEntry: { laneId } },
        ...releaseShape,
        orderBy: { number: "asc" },
      });
      return rows.map(releaseRow);
    },
    async pushesSince(repositoryId, since) {
      const steps = await db.releaseStep.findMany({
        where: {
          orgId,
          name: "push",
          status: "succeeded",
          finishedAt: { gt: since },
          release: { repositoryId },
        },
        distinct: ["finishedAt"],
        select: { finishedAt: true },
        orderBy: { finishedAt: "desc" },
      });
      return steps.flatMap(({ finishedAt }) => (finishedAt ? [finishedAt] : []));
    },
  };
}

type LaneRecords = Pick<
  TenantRecorder,
  "takeLane" | "keepLane" | "releaseLane" | "leaveLane" | "requireLane"
>;

export function laneRecords(tx: TenantTx): LaneRecords {
  const { db, orgId } = tx;
  return {
    takeLane: (input) => takeLane(tx, input),
    async keepLane({ laneId, epoch }, now, milliseconds) {
      const kept = await db.lane.updateMany({
        where: { orgId, id: laneId, epoch, owner: { not: null } },
        data: { leaseUntil: new Date(now.getTime() + milliseconds) },
      });
      return kept.count > 0;
    },
    async releaseLane({ laneId, epoch }) {
      await db.lane.updateMany({
        where: { orgId, id: laneId, epoch },
        data: { owner: null, leaseUntil: null },
      });
    },
    async leaveLane(lease, releaseIds) {
      await requireLane(tx, lease);
      await db.laneEntry.deleteMany({
        where: { orgId, laneId: lease.laneId, releaseId: { in: [...releaseIds] } },
      });
    },
    requireLane: (lease) => requireLane(tx, lease),
  };
}

async function takeLane(
  { db, orgId }: TenantTx,
  { laneId, owner, now, milliseconds }: Parameters<TenantRecorder["takeLane"]>[0],
): ReturnType<TenantRecorder["takeLane"]> {
  const free = { OR: [{ leaseUntil: null }, { leaseUntil: { lt: now } }, { owner }] };
  const [taken] = await db.lane.updateManyAndReturn({
    where: { orgId, id: laneId, ...free },
    data: {
      owner,
      epoch: { increment: 1 },
      leaseUntil: new Date(now.getTime() + milliseconds),
    },
    select: { epoch: true },
  });
  return taken ? { laneId, epoch: taken.epoch } : null;
}

/** Locks the lane until the transaction ends, so that nobody takes over between this check and its writes. */
async function requireLane(
  { db, orgId }: TenantTx,
  { laneId, epoch }: Parameters<TenantRecorder["requireLane"]>[0],
): Promise<void> {
  const held = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM lane
    WHERE org_id = ${orgId}::uuid AND id = ${laneId}::uuid AND epoch = ${epoch} AND owner IS NOT NULL
    FOR NO KEY UPDATE`;
  if (held.length === 0) {
    throw new DomainError("conflict", "Another worker took over this lane.");
  }
}
