import { sameNames } from "#domain/promotion/mapping.ts";
import type { ClusterMapping } from "#domain/promotion/mapping.ts";
import type { TenantReader } from "#ports/store/reader.ts";
import type { TenantWriter } from "#ports/store/writer.ts";
import type { Prisma } from "#prisma/generated/client.ts";

import { toJson } from "./json.ts";
import type { TenantTx } from "./tenant.ts";
import { isUuid } from "./uuid.ts";

const columns = {
  fromClusterId: true,
  toClusterId: true,
  version: true,
  workloads: true,
  images: true,
  changedAt: true,
} as const;

export function mappingReads({
  db,
  orgId,
}: TenantTx): Pick<TenantReader, "clusterMappings" | "clusterMapping"> {
  return {
    async clusterMappings() {
      const rows = await db.clusterMapping.findMany({ where: { orgId }, select: columns });
      return rows.map((row) => ({ ...row, ...rulesOf(row) }));
    },
    async clusterMapping(fromClusterId, toClusterId) {
      if (!isUuid(fromClusterId) || !isUuid(toClusterId)) return sameNames;
      const row = await db.clusterMapping.findUnique({
        where: { orgId_fromClusterId_toClusterId: { orgId, fromClusterId, toClusterId } },
        select: { workloads: true, images: true },
      });
      return row ? rulesOf(row) : sameNames;
    },
  };
}

export function mappingWrites({
  db,
  orgId,
  clock,
}: TenantTx): Pick<TenantWriter, "putClusterMapping" | "removeClusterMapping"> {
  return {
    async putClusterMapping({ version, workloads, images, ...pair }) {
      const changedAt = clock.now();
      const data = { workloads: toJson(workloads), images: toJson(images), changedAt };
      const { count } =
        version === 0
          ? await db.clusterMapping.createMany({
              data: [{ orgId, ...pair, ...data }],
              skipDuplicates: true,
            })
          : await db.clusterMapping.updateMany({
              where: { orgId, ...pair, version },
              data: { ...data, version: { increment: 1 } },
            });
      return count > 0;
    },
    async removeClusterMapping(mapping) {
      const { count } = await db.clusterMapping.deleteMany({ where: { orgId, ...mapping } });
      return count > 0;
    },
  };
}

/** Only `putClusterMapping` writes the columns, and it takes rules. */
function rulesOf(row: {
  readonly workloads: Prisma.JsonValue;
  readonly images: Prisma.JsonValue;
}): ClusterMapping {
  return {
    workloads: row.workloads as unknown as ClusterMapping["workloads"],
    images: row.images as unknown as ClusterMapping["images"],
  };
}
