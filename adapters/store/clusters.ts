import { DomainError } from "#domain/error.ts";
import type { ClusterRow, SyncReport } from "#ports/store/cluster-rows.ts";
import type { TenantReader } from "#ports/store/reader.ts";
import type { TenantWriter } from "#ports/store/writer.ts";
import type { Prisma } from "#prisma/generated/client.ts";

import { agentKeyColumns, agentKeyFacts } from "./agent-keys.ts";
import { isDuplicate } from "./database-error.ts";
import type { TenantTx } from "./tenant.ts";
import { isUuid } from "./uuid.ts";

const columns = {
  id: true,
  name: true,
  environment: true,
  position: true,
  createdAt: true,
  connected: true,
  connectedAt: true,
  lastSeenAt: true,
  stateAt: true,
  agentVersion: true,
  kubernetesVersion: true,
  missingRights: true,
  capabilities: true,
  sync: true,
  agentKey: { select: agentKeyColumns },
} as const;

export function clusterReads({
  db,
  orgId,
}: TenantTx): Pick<TenantReader, "clusters" | "cluster" | "enrolment"> {
  return {
    async clusters() {
      const rows = await db.cluster.findMany({
        where: { orgId },
        select: columns,
        orderBy: [{ position: "asc" }, { name: "asc" }],
      });
      return rows.map(clusterRow);
    },
    async cluster(id) {
      if (!isUuid(id)) return null;
      const row = await db.cluster.findUnique({
        where: { orgId_id: { orgId, id } },
        select: columns,
      });
      return row && clusterRow(row);
    },
    enrolment: (clusterId) =>
      db.enrolmentToken.findFirst({
        where: { orgId, clusterId },
        select: { expiresAt: true, usedAt: true },
        orderBy: { createdAt: "desc" },
      }),
  };
}

export function clusterWrites({
  db,
  orgId,
  effects,
}: TenantTx): Pick<TenantWriter, "createCluster" | "removeCluster" | "addEnrolmentToken"> {
  return {
    async createCluster(cluster) {
      await db.cluster
        .create({ data: { orgId, ...cluster }, select: { id: true } })
        .catch((error) => {
          if (!isDuplicate(error)) throw error;
          throw new DomainError("conflict", `There is already a cluster named ${cluster.name}.`);
        });
    },
    async removeCluster(id) {
      await db.cluster.deleteMany({ where: { orgId, id } });
      effects.clusters.add(id);
    },
    async addEnrolmentToken(token) {
      await db.enrolmentToken.deleteMany({ where: { orgId, clusterId: token.clusterId } });
      await db.enrolmentToken.createMany({ data: [{ orgId, ...token }] });
    },
  };
}

function clusterRow({
  missingRights,
  capabilities,
  sync,
  agentKey,
  ...row
}: Prisma.ClusterGetPayload<{ select: typeof columns }>): ClusterRow {
  const reported = reportedJson({ missingRights, capabilities, sync });
  const key = agentKey && agentKeyFacts(agentKey);
  return { ...row, ...reported, enrolled: key !== null, key };
}

/** `openSession` writes rights and capabilities from lists of texts, `recordSync` the report from a SyncReport. */
function reportedJson(row: {
  readonly missingRights: Prisma.JsonValue;
  readonly capabilities: Prisma.JsonValue;
  readonly sync: Prisma.JsonValue;
}): Pick<ClusterRow, "missingRights" | "capabilities" | "sync"> {
  const sync = row.sync as (Omit<SyncReport, "at"> & { readonly at: string }) | null;
  return {
    missingRights: row.missingRights as readonly string[] | null,
    capabilities: row.capabilities as ClusterRow["capabilities"],
    sync: sync && { ...sync, at: new Date(sync.at) },
  };
}
