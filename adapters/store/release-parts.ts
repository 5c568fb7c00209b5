import type { WorkloadKey } from "#domain/glossary.ts";
import type { Actor } from "#ports/store/actor.ts";
import type { LastChange, TenantReader } from "#ports/store/reader.ts";
import type { ReleaseEventRow, ReleaseItemRow, ReleaseStepRow } from "#ports/store/release-rows.ts";
import type { Prisma } from "#prisma/generated/client.ts";

import { actorOf } from "./actor.ts";
import { byRelease } from "./by-release.ts";
import type { TenantTx } from "./tenant.ts";

type PartReads = Pick<
  TenantReader,
  "releaseSteps" | "releaseItems" | "itemsOfReleases" | "releaseEvents" | "lastChanges"
>;

export function releasePartReads(tx: TenantTx): PartReads {
  const { db, orgId } = tx;
  return {
    async releaseSteps(releaseId) {
      const rows = await db.releaseStep.findMany({
        where: { orgId, releaseId },
        select: stepColumns,
        orderBy: { position: "asc" },
      });
      return rows.map(stepRow);
    },
    async releaseItems(releaseId) {
      const rows = await db.releaseItem.findMany({
        where: { orgId, releaseId },
        omit: itemExtras,
        orderBy: { position: "asc" },
      });
      return rows.map(itemRow);
    },
    async itemsOfReleases(releaseIds) {
      const rows = await db.releaseItem.findMany({
        where: { orgId, releaseId: { in: [...releaseIds] } },
        omit: { ...itemExtras, releaseId: false },
        orderBy: { position: "asc" },
      });
      return byRelease(rows, itemRow);
    },
    async releaseEvents(releaseId) {
      const rows = await db.releaseEvent.findMany({
        where: { orgId, releaseId },
        omit: { orgId: true, releaseId: true },
        orderBy: { seq: "asc" },
      });
      return rows.map(eventRow);
    },
    lastChanges: (key) => lastChanges(tx, key),
  };
}

export const stepColumns = {
  name: true,
  status: true,
  startedAt: true,
  finishedAt: true,
  note: true,
} as const;

export const itemExtras = { orgId: true, releaseId: true, position: true, written: true } as const;

async function lastChanges(
  { db, orgId }: TenantTx,
  workload: WorkloadKey,
): Promise<readonly LastChange[]> {
  const rows = await db.$queryRaw<ChangeRecord[]>`
    SELECT DISTINCT ON (release.cluster_id, item.container)
      item.container, release.cluster_id AS "clusterId", item."to", release.number AS release,
      coalesce(push.finished_at, release.created_at) AS at, release.requested_by AS "requestedBy"
    FROM release_item item
    JOIN release ON release.org_id = item.org_id AND release.id = item.release_id
    LEFT JOIN release_step push
      ON push.org_id = release.org_id AND push.release_id = release.id AND push.name = 'push'
    WHERE item.org_id = ${orgId}::uuid AND item.workload = ${workload}
      AND item.written AND item."to" IS NOT NULL AND release.commit IS NOT NULL
    ORDER BY release.cluster_id, item.container, release.number DESC`;
  return rows.map(({ requestedBy, ...row }) => ({
    ...row,
    workload,
    by: nameOf(actorOf(requestedBy)),
  }));
}

interface ChangeRecord extends Omit<LastChange, "workload" | "by"> {
  readonly requestedBy: Prisma.JsonValue;
}

function nameOf(actor: Actor): string {
  return actor.type === "system" ? "Stagecoach" : actor.name;
}

/** Steps are written from the domain's own names and statuses only. */
export function stepRow(row: {
  readonly [Field in keyof ReleaseStepRow]: Field extends "name" | "status"
    ? string
    : ReleaseStepRow[Field];
}): ReleaseStepRow {
  return {
    ...row,
    name: row.name as ReleaseStepRow["name"],
    status: row.status as ReleaseStepRow["status"],
  };
}

/** Items are written from a NewRelease's items and ItemPatches only. */
export function itemRow(
  row: Prisma.ReleaseItemGetPayload<{ omit: typeof itemExtras }>,
): ReleaseItemRow {
  return {
    ...row,
    workload: row.workload as WorkloadKey,
    status: row.status as ReleaseItemRow["status"],
    flags: row.flags as unknown as ReleaseItemRow["flags"],
    progress: row.progress as unknown as ReleaseItemRow["progress"],
  };
}

/** Events are written from ReleaseEventRows only. */
function eventRow(
  row: Prisma.ReleaseEventGetPayload<{ omit: { orgId: true; releaseId: true } }>,
): ReleaseEventRow {
  return {
    ...row,
    level: row.level as ReleaseEventRow["level"],
    step: row.step as ReleaseEventRow["step"],
  };
}
