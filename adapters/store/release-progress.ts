import type { ChangedRelease, ReleaseChange, TenantRecorder } from "#ports/store/recorder.ts";
import type { ReleaseItemRow, ReleaseRow, ReleaseStepRow } from "#ports/store/release-rows.ts";

import { byRelease } from "./by-release.ts";
import { itemExtras, itemRow, stepColumns, stepRow } from "./release-parts.ts";
import type { TenantTx } from "./tenant.ts";

const releaseColumns = {
  id: true,
  number: true,
  status: true,
  commit: true,
  finishedAt: true,
  retryAt: true,
  error: true,
  eventSeq: true,
} as const;

/** A handful of statements, however many releases change. */
export function progressRecords(tx: TenantTx): Pick<TenantRecorder, "changeReleases"> {
  return {
    async changeReleases(changes) {
      if (changes.length === 0) return [];
      await updateReleases(tx, changes);
      await updateDueTimes(tx, changes);
      await updateSteps(tx, changes);
      await updateItems(tx, changes);
      const changed = await readChanged(tx, changes);
      await insertEvents(tx, changed);
      return changed;
    },
  };
}

/** Locks the releases, so that their numbers of events stay without gaps until the commit. */
async function updateReleases({ db, orgId }: TenantTx, changes: readonly ReleaseChange[]) {
  const rows = changes.map(({ releaseId: id, release, events }) => ({
    id,
    events: events.length,
    patch: columnsOf(release),
  }));
  await db.$executeRaw`
    UPDATE release SET
      (status, commit, base_commit, error, retry_at, attempts, started_at, finished_at, event_seq) = (
        SELECT now.status, now.commit, now.base_commit, now.error, now.retry_at, now.attempts,
          now.started_at, now.finished_at, release.event_seq + change.events
        FROM jsonb_populate_record(release, change.patch) now)
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS change (id uuid, events int, patch jsonb)
    WHERE release.org_id = ${orgId}::uuid AND release.id = change.id`;
}

async function updateDueTimes({ db, orgId }: TenantTx, changes: readonly ReleaseChange[]) {
  const rows = changes.flatMap(({ releaseId: id, release: { retryAt } }) =>
    retryAt === undefined ? [] : [{ id, due: retryAt }],
  );
  if (rows.length === 0) return;
  await db.$executeRaw`
    UPDATE lane_entry SET due_at = change.due
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS change (id uuid, due timestamptz)
    WHERE org_id = ${orgId}::uuid AND release_id = change.id`;
}

async function updateSteps({ db, orgId }: TenantTx, changes: readonly ReleaseChange[]) {
  const rows = changes.flatMap(({ releaseId: id, steps }) =>
    [...steps].map(([name, patch]) => ({ id, name, patch: columnsOf(patch) })),
  );
  if (rows.length === 0) return;
  await db.$executeRaw`
    UPDATE release_step step SET (status, started_at, finished_at, note) = (
      SELECT now.status, now.started_at, now.finished_at, now.note
      FROM jsonb_populate_record(step, change.patch) now)
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS change (id uuid, name text, patch jsonb)
    WHERE step.org_id = ${orgId}::uuid AND step.release_id = change.id AND step.name = change.name`;
}

async function updateItems({ db, orgId }: TenantTx, changes: readonly ReleaseChange[]) {
  const rows = changes.flatMap(({ releaseId: release, items }) =>
    [...items].map(([id, patch]) => ({ release, id, patch: columnsOf(patch) })),
  );
  if (rows.length === 0) return;
  await db.$executeRaw`
    UPDATE release_item item SET (status, reason, progress, finished_at) = (
      SELECT now.status, now.reason, now.progress, now.finished_at
      FROM jsonb_populate_record(item, change.patch) now)
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS change (release uuid, id uuid, patch jsonb)
    WHERE item.org_id = ${orgId}::uuid AND item.release_id = change.release AND item.id = change.id`;
}

/** A patch by the names of its columns: Prisma's are camelCase, the database's have underscores. */
function columnsOf(patch: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(patch).map(([name, value]) => [
      name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );
}

async function readChanged(
  tx: TenantTx,
  changes: readonly ReleaseChange[],
): Promise<readonly ChangedRelease[]> {
  const { db, orgId } = tx;
  const rows = await db.release.findMany({
    where: { orgId, id: { in: changes.map(({ releaseId }) => releaseId) } },
    select: releaseColumns,
  });
  const releases = new Map(rows.map((row) => [row.id, row]));
  const steps = await readSteps(tx, changes);
  const items = await readItems(tx, changes);
  return changes.flatMap((change) => {
    const row = releases.get(change.releaseId);
    if (!row) return [];
    const { eventSeq, ...release } = row;
    const first = eventSeq - change.events.length + 1;
    return {
      release: { ...release, status: statusOf(row) },
      steps: (steps.get(row.id) ?? []).filter(({ name }) => change.steps.has(name)),
      items: items.get(row.id) ?? [],
      events: change.events.map((event, index) => ({ seq: first + index, ...event })),
    };
  });
}

async function readSteps({ db, orgId }: TenantTx, changes: readonly ReleaseChange[]) {
  const stepped = changes.filter(({ steps }) => steps.size > 0).map(({ releaseId }) => releaseId);
  if (stepped.length === 0) return new Map<string, readonly ReleaseStepRow[]>();
  const rows = await db.releaseStep.findMany({
    where: { orgId, releaseId: { in: stepped } },
    select: { ...stepColumns, releaseId: true },
    orderBy: { position: "asc" },
  });
  return byRelease(rows, stepRow);
}

async function readItems({ db, orgId }: TenantTx, changes: readonly ReleaseChange[]) {
  const ids = changes.flatMap(({ items }) => [...items.keys()]);
  if (ids.length === 0) return new Map<string, readonly ReleaseItemRow[]>();
  const rows = await db.releaseItem.findMany({
    where: { orgId, id: { in: ids } },
    omit: { ...itemExtras, releaseId: false },
    orderBy: { position: "asc" },
  });
  return byRelease(rows, itemRow);
}

/** The column is written from a NewRelease and ReleasePatches only. */
function statusOf({ status }: { readonly status: string }): ReleaseRow["status"] {
  return status as ReleaseRow["status"];
}

async function insertEvents({ db, orgId }: TenantTx, changed: readonly ChangedRelease[]) {
  const data = changed.flatMap(({ release, events }) =>
    events.map((event) => ({ orgId, releaseId: release.id, ...event })),
  );
  if (data.length > 0) await db.releaseEvent.createMany({ data });
}
