import { DomainError } from "#domain/error.ts";
import type { ClusterRow } from "#ports/store/cluster-rows.ts";
import type { TenantReader } from "#ports/store/reader.ts";

/** Two clusters of the organization by their names: what is promoted from, and to. */
export interface PairNames {
  readonly from: string;
  readonly to: string;
}

/** The two clusters. "not-found" where one is unknown, "invalid" where they are the same. */
export async function findPair(
  tx: TenantReader,
  names: PairNames,
): Promise<{ readonly from: ClusterRow; readonly to: ClusterRow }> {
  const clusters = await tx.clusters();
  const [from, to] = [names.from, names.to].map((name) => {
    const cluster = clusters.find((candidate) => candidate.name === name);
    if (!cluster) throw new DomainError("not-found", `There is no cluster ${name}.`);
    return cluster;
  });
  if (!from || !to || from === to) {
    throw new DomainError("invalid", "A mapping leads from one cluster to another.");
  }
  return { from, to };
}
