import { DomainError } from "#domain/error.ts";
import type { Problem } from "#domain/manifest/file.ts";
import type { TenantReader } from "#ports/store/reader.ts";
import type { TenantRecorder } from "#ports/store/recorder.ts";
import type {
  ClusterSourceRow,
  ConfigRepositoryRow,
  RepositoryCheck,
  SealedCredentials,
} from "#ports/store/repository-rows.ts";
import type { TenantWriter } from "#ports/store/writer.ts";
import { Prisma } from "#prisma/generated/client.ts";

import { toJson } from "./json.ts";
import type { TenantTx } from "./tenant.ts";
import { isUuid } from "./uuid.ts";

export const configRepositoryColumns = {
  id: true,
  url: true,
  credentials: true,
  hostKey: true,
  ca: true,
  checkAskedAt: true,
  check: true,
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
}: TenantTx): Pick<
  TenantReader,
  "configRepositories" | "configRepository" | "clusterSources" | "clusterSource"
> {
  return {
    async configRepositories() {
      const rows = await db.configRepository.findMany({
        where: { orgId },
        select: configRepositoryColumns,
        orderBy: { url: "asc" },
      });
      return rows.map(configRepositoryRow);
    },
    async configRepository(id) {
      if (!isUuid(id)) return null;
      const row = await db.configRepository.findUnique({
        where: { orgId_id: { orgId, id } },
        select: configRepositoryColumns,
      });
      return row && configRepositoryRow(row);
    },
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
}: TenantTx): Pick<
  TenantWriter,
  "putConfigRepository" | "askRepositoryCheck" | "putClusterSource"
> {
  return {
    async putConfigRepository({ id, url, credentials, hostKey = null, ca = null }) {
      const access = { credentials: toJson(credentials), hostKey, ca };
      const row = await db.configRepository.upsert({
        where: { orgId_url: { orgId, url } },
        create: { orgId, id, url, ...access, createdAt: clock.now() },
        update: access,
        select: { id: true },
      });
      if (row.id !== id && credentials.kind !== "none") throw sealedForAnother(url);
      return row.id;
    },
    async askRepositoryCheck(id, at) {
      await db.configRepository.updateMany({
        where: { orgId, id },
        data: { checkAskedAt: at, check: Prisma.DbNull },
      });
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
}: TenantTx): Pick<TenantRecorder, "recordRead" | "recordBranchError" | "recordRepositoryCheck"> {
  return {
    async recordRepositoryCheck({ id, checkAskedAt }, check) {
      await db.configRepository.updateMany({
        where: { orgId, id, checkAskedAt },
        data: { check: toJson(check) },
      });
    },
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
  repository,
  ...row
}: Prisma.ClusterSourceGetPayload<{ select: typeof columns }>): ClusterSourceRow {
  return {
    ...row,
    repository: configRepositoryRow(repository),
    problems: problemsOf(problems),
  };
}

/** Only `putConfigRepository` and `recordRepositoryCheck` write these columns, and they take the rows' own types. */
export function configRepositoryRow({
  credentials,
  check,
  ...row
}: Prisma.ConfigRepositoryGetPayload<{
  select: typeof configRepositoryColumns;
}>): ConfigRepositoryRow {
  const found = check as unknown as (Omit<RepositoryCheck, "at"> & { readonly at: string }) | null;
  return {
    ...row,
    credentials: credentials as unknown as SealedCredentials,
    check: found && { ...found, at: new Date(found.at) },
  };
}

/** Only `recordManifests` writes the column, and it takes Problems. */
function problemsOf(value: Prisma.JsonValue): readonly Problem[] {
  return value as unknown as readonly Problem[];
}
