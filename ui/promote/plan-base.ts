import type { ClusterSummary } from "#contracts/api/cluster.ts";

import type { PlanBase } from "./plan-request.ts";

interface PromoteChoice extends Omit<PlanBase, "target" | "source"> {
  readonly clusters: readonly Pick<ClusterSummary, "id" | "name">[];
  /** Names of clusters; `from` null is the image repo. */
  readonly to: string | null;
  readonly from: string | null;
  readonly rollback: number | null;
}

/** The choice with identifiers in place of names; null where the target is not known. */
export function baseOf({ clusters, to, from, rollback, ...rest }: PromoteChoice): PlanBase | null {
  const idOf = (name: string | null) => clusters.find((cluster) => cluster.name === name)?.id;
  const target = idOf(to);
  if (target === undefined) return null;
  if (rollback !== null) {
    return { ...rest, target, source: { kind: "release", number: rollback } };
  }
  const clusterId = idOf(from);
  const source =
    clusterId === undefined
      ? ({ kind: "image-repo" } as const)
      : ({ kind: "cluster", clusterId } as const);
  return { ...rest, target, source };
}

/** The cluster after the source in the pipeline; the first where the source is the image repo. */
export function defaultTarget(
  clusters: readonly Pick<ClusterSummary, "name">[],
  from: string | null,
): string | null {
  const source = clusters.findIndex(({ name }) => name === from);
  return (clusters[source + 1] ?? clusters.at(-1))?.name ?? null;
}
