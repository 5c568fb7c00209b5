import { DomainError } from "#domain/error.ts";
import type { Problem } from "#domain/manifest/file.ts";
import type { TenantReader } from "#ports/store/reader.ts";
import type { TenantRecorder } from "#ports/store/recorder.ts";
import type { ClusterSourceRow } from "#ports/store/rows.ts";
import type { TenantWriter } from "#ports/store/writer.ts";
import type { Prisma } from "#prisma/generated/client.ts";

import type { TenantTx } from "./tenant.ts";
import { isUuid } from "./uuid.ts";

export const configRepositoryColumns = {
  id: true,
  url: true,
  username: true,
  password: true,
} as const;

const columns = {
  clusterId: true,
  branch: true,
  path: true,
  tip: true,
  readAt: true,
  error: true,
  problems: true,
  repository: { select: configRepositoryColumns },
} as const;

export function sourceReads({
  db,
  orgId,
}: TenantTx): Pick<TenantReader, "configRepositories" | "clusterSources" | "clusterSource"> {
  return {
    configRepositories: () =>
      db.configRepository.findMany({
        where: { orgId },
        select: configRepositoryColumns,
        orderBy: { url: "asc" },
      }),
    async clusterSources() {
      const rows = await db.clusterSource.findMany({ where: { orgId }, select: columns });
      return rows.map(sourceRow);
    },
    async clusterSource(clusterId) {
      if (!isUuid(clusterId)) return null;
      const row = await db.clusterSource.findUnique({
        where: { orgId_clusterId: { orgId, clusterId } },
        select: columns,
      });
      return row && sourceRow(row);
    },
  };
}

export function sourceWrites({
  db,
  orgId,
  clock,
}: TenantTx): Pick<TenantWriter, "putConfigRepository" | "putClusterSource"> {
  return {
    async putConfigRepository({ id, url, username, password }) {
      const row = await db.configRepository.upsert({
        where: { orgId_url: { orgId, url } },
        create: { orgId, id, url, username, password, createdAt: clock.now() },
        update: { username, password },
        select: { id: true },
      });
      if (row.id !== id && password !== null) throw sealedForAnother(url);
      return row.id;
    },
    async putClusterSource({ clusterId, repositoryId, branch, path }) {
      const place = { repositoryId, branch, path };
      const known = await db.clusterSource.count({ where: { orgId, clusterId, ...place } });
      if (known > 0) return;
      const unread = { tip: null, readAt: null, checkedAt: null, error: null, problems: [] };
      await db.manifest.deleteMany({ where: { orgId, clusterId } });
      await db.clusterSource.upsert({
        where: { orgId_clusterId: { orgId, clusterId } },
        create: { orgId, clusterId, ...place },
        update: { ...place, ...unread },
        select: { clusterId: true },
      });
    },
  };
}

export function branchRecords({
  db,
  orgId,
}: TenantTx): Pick<TenantRecorder, "recordRead" | "recordBranchError"> {
  return {
    async recordRead({ clusterId, tip, readAt }) {
      await db.clusterSource.updateMany({
        where: { orgId, clusterId },
        data: { tip, readAt, checkedAt: readAt, error: null },
      });
    },
    async recordBranchError({ repositoryId, branch, at, error }) {
      await db.clusterSource.updateMany({
        where: { orgId, repositoryId, branch },
        data: { error, checkedAt: at },
      });
    },
  };
}

/** A password opens only in the row that it was sealed for. */
export function sealedForAnother(name: string): DomainError {
  return new DomainError("conflict", `${name} was connected by someone else just now. Try again.`);
}

function sourceRow({
  problems,
  ...row
}: Prisma.ClusterSourceGetPayload<{ select: typeof columns }>): ClusterSourceRow {
  return { ...row, problems: problemsOf(problems) };
}

/** Only `recordManifests` writes the column, and it takes Problems. */
function problemsOf(value: Prisma.JsonValue): readonly Problem[] {
  return value as unknown as readonly Problem[];
}
