import type { MappingSummary } from "#contracts/api/settings.ts";
import type { ClusterMappingRow, ClusterRow } from "#ports/store/cluster-rows.ts";

/** The mappings in the order of their clusters, the source's first. */
export function presentMappings(
  mappings: readonly ClusterMappingRow[],
  clusters: readonly ClusterRow[],
): MappingSummary[] {
  return clusters.flatMap((from) =>
    clusters.flatMap((to) =>
      mappings
        .filter(
          ({ fromClusterId, toClusterId }) => fromClusterId === from.id && toClusterId === to.id,
        )
        .map(({ workloads, images, changedAt }) => ({
          from: { name: from.name, environment: from.environment },
          to: { name: to.name, environment: to.environment },
          workloads: workloads.length,
          images: images.length,
          changedAt: changedAt.toISOString(),
        })),
    ),
  );
}
