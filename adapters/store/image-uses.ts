import type { WorkloadKey } from "#domain/glossary.ts";
import type { ImageUseRow } from "#ports/store/image-rows.ts";
import type { TenantReader } from "#ports/store/reader.ts";

import type { TenantTx } from "./tenant.ts";

interface Found {
  readonly cluster_id: string;
  readonly key: string;
  readonly containers: unknown;
  readonly filters: unknown;
}

export function imageUseReads({ db, orgId }: TenantTx): Pick<TenantReader, "imageUses"> {
  return {
    async imageUses(part) {
      const rows = await db.$queryRaw<Found[]>`
        SELECT cluster_id, key, containers, filters FROM manifest
        WHERE org_id = ${orgId}::uuid AND strpos(containers::text, ${part}) > 0
        UNION ALL
        SELECT workload.cluster_id, workload.key, workload.observed -> 'containers', manifest.filters
        FROM workload
        LEFT JOIN manifest USING (org_id, cluster_id, key)
        WHERE workload.org_id = ${orgId}::uuid
          AND strpos((workload.observed -> 'containers')::text, ${part}) > 0`;
      return rows.map(imageUse);
    },
  };
}

/** `recordManifests` and `applyState` alone write the columns, from rows with these very fields. */
function imageUse({ cluster_id: clusterId, key, containers, filters }: Found): ImageUseRow {
  return {
    clusterId,
    key: key as WorkloadKey,
    containers: containers as ImageUseRow["containers"],
    filters: (filters ?? {}) as ImageUseRow["filters"],
  };
}
