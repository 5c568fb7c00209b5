import type {
  ObservedCondition,
  ObservedReplicas,
  ObservedWorkload,
} from "#domain/rollout/observed.ts";
import { partsCondition } from "#domain/rollout/progress.ts";
import { workloadHealth } from "#domain/rollout/status.ts";

import { mostConditions, shortened } from "./conditions.ts";
import { reportedPods } from "./observe-workload.ts";
import { ownState } from "./workload-record.ts";
import type { WorkloadRecord } from "./workload-record.ts";

/**
 * Joins a Helm release or an Application with the workloads that it made: their pods, the sums of their counts, and
 * what they still wait for.
 */
export function observeDeployer(
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
    conditions: [...parts.flatMap(unfinished).slice(0, 1), ...record.conditions].slice(
      0,
      mostConditions,
    ),
    pods: reportedPods(parts.flatMap(({ pods }) => pods)),
    managedBy: managedBy ?? (revision === null ? null : "stagecoach"),
    revision,
  };
}

/** Jobs and the like run to an end, which nobody waits for here. */
function unfinished(part: ObservedWorkload): readonly ObservedCondition[] {
  if (part.kind === "job" || part.kind === "cronjob" || part.kind === "pod") return [];
  const { state, message } = workloadHealth(part);
  if (state === "ready") return [];
  const words = shortened(`${part.kind}/${part.name}: ${message}`, { object: null });
  return [{ type: partsCondition, status: "False", reason: state, message: words }];
}

function total(parts: readonly ObservedWorkload[], count: keyof ObservedReplicas): number {
  return parts.reduce((sum, { replicas }) => sum + replicas[count], 0);
}
