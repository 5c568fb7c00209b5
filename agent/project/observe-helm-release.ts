import type { ObservedReplicas, ObservedWorkload } from "#domain/rollout/observed.ts";

import { reportedPods } from "./observe-workload.ts";
import { ownState } from "./workload-record.ts";
import type { WorkloadRecord } from "./workload-record.ts";

/** Joins a Helm release with the workloads that its chart made: their pods and the sums of their counts. */
export function observeHelmRelease(
  record: WorkloadRecord,
  {
    parts,
    revision,
  }: { readonly parts: readonly ObservedWorkload[]; readonly revision: string | null },
): ObservedWorkload {
  const { containers, managedBy } = record;
  const image = parts[0]?.containers[0]?.image;
  const fromChart = image === undefined ? [] : [{ name: "chart-image", init: false, image }];
  return {
    ...ownState(record),
    containers: containers.length > 0 ? containers : fromChart,
    replicas: {
      desired: total(parts, "desired"),
      total: total(parts, "total"),
      updated: total(parts, "updated"),
      ready: total(parts, "ready"),
      available: total(parts, "available"),
    },
    pods: reportedPods(parts.flatMap(({ pods }) => pods)),
    managedBy: managedBy ?? (revision === null ? null : "stagecoach"),
    revision,
  };
}

function total(parts: readonly ObservedWorkload[], count: keyof ObservedReplicas): number {
  return parts.reduce((sum, { replicas }) => sum + replicas[count], 0);
}
