import type { WorkloadKey } from "#domain/glossary.ts";
import type { FoundEngine } from "#domain/manifest/find-engines.ts";
import type { TenantReader } from "#ports/store/reader.ts";
import type { TenantRecorder } from "#ports/store/recorder.ts";
import type { ManifestRow } from "#ports/store/repository-rows.ts";
import type { Prisma } from "#prisma/generated/client.ts";

import { toJson } from "./json.ts";
import type { TenantTx } from "./tenant.ts";

const columns = {
  clusterId: true,
  key: true,
  file: true,
  line: true,
  containers: true,
  locked: true,
  filters: true,
} as const;

export function manifestReads({
  db,
  orgId,
}: TenantTx): Pick<TenantReader, "manifests" | "engineFiles"> {
  return {
    async manifests(filter = {}) {
      const rows = await db.manifest.findMany({
        where: { orgId, ...filter },
        select: columns,
        orderBy: [{ clusterId: "asc" }, { position: "asc" }],
      });
      return rows.map(manifestRow);
    },
    async engineFiles() {
      const rows = await db.clusterSource.findMany({
        where: { orgId, engines: { not: [] } },
        select: { clusterId: true, engines: true },
      });
      return new Map(rows.map(({ clusterId, engines }) => [clusterId, enginesOf(engines)]));
    },
  };
}

export function manifestRecords({ db, orgId }: TenantTx): Pick<TenantRecorder, "recordManifests"> {
  return {
    async recordManifests({ clusterId, tip, readAt, manifests, engines, problems }) {
      await db.clusterSource.updateMany({
        where: { orgId, clusterId },
        data: {
          tip,
          readAt,
          checkedAt: readAt,
          error: null,
          engines: toJson(engines),
          problems: toJson(problems),
        },
      });
      await db.manifest.deleteMany({
        where: { orgId, clusterId, position: { gte: manifests.length } },
      });
      const rows = JSON.stringify(manifests.map((row, position) => ({ ...row, position })));
      await db.$executeRaw`
        INSERT INTO manifest (org_id, cluster_id, position, key, file, line, containers, locked, filters)
        SELECT ${orgId}::uuid, ${clusterId}::uuid, position, key, file, line, containers,
          nullif(locked, 'null'), filters
        FROM jsonb_to_recordset(${rows}::jsonb) AS row (
          position int, key text, file text, line int, containers jsonb, locked jsonb, filters jsonb
        )
        ON CONFLICT (org_id, cluster_id, position) DO UPDATE
          SET key = excluded.key, file = excluded.file, line = excluded.line,
            containers = excluded.containers, locked = excluded.locked, filters = excluded.filters
          WHERE (manifest.key, manifest.file, manifest.line,
              manifest.containers, manifest.locked, manifest.filters)
            IS DISTINCT FROM (excluded.key, excluded.file, excluded.line,
              excluded.containers, excluded.locked, excluded.filters)`;
    },
  };
}

/** Only `recordManifests` writes the column, and it takes FoundEngines. */
function enginesOf(engines: unknown): readonly FoundEngine[] {
  return engines as readonly FoundEngine[];
}

/** `recordManifests` alone writes the columns, from rows of this very type. */
function manifestRow(row: Prisma.ManifestGetPayload<{ select: typeof columns }>): ManifestRow {
  return {
    ...row,
    key: row.key as WorkloadKey,
    containers: row.containers as unknown as ManifestRow["containers"],
    locked: row.locked as unknown as ManifestRow["locked"],
    filters: row.filters as unknown as ManifestRow["filters"],
  };
}
