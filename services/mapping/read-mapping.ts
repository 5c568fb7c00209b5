import type { MappedWorkload, Mapping } from "#contracts/api/settings.ts";
import { isShown } from "#domain/matrix/shown.ts";
import { sameNames } from "#domain/promotion/mapping.ts";
import type { ClusterRow } from "#ports/store/cluster-rows.ts";
import type { TenantReader } from "#ports/store/reader.ts";
import { authorize } from "#services/authorize.ts";
import type { Verb } from "#services/context.ts";

import { findPair } from "./find-pair.ts";
import type { PairNames } from "./find-pair.ts";

/** The mapping of a pair of clusters, of same names where none was made, with the workloads that it is about. */
export async function readMapping({ ctx, input }: Verb<PairNames>): Promise<Mapping> {
  authorize(ctx, "organization.read");
  return ctx.store.read(ctx.organization.id, async (tx) => {
    const { from, to } = await findPair(tx, input);
    const stored = (await tx.clusterMappings()).find(
      ({ fromClusterId, toClusterId }) => fromClusterId === from.id && toClusterId === to.id,
    );
    const { version, workloads, images } = stored ?? { ...sameNames, version: 0 };
    const running = await runningIn(tx, from);
    const inTarget = [...(await definedFor(tx, to)), ...(await runningIn(tx, to))];
    return {
      from: nameOf(from),
      to: nameOf(to),
      version,
      workloads: [...workloads],
      images: [...images],
      sourceWorkloads: onceEach(running),
      targetWorkloads: onceEach(inTarget),
    };
  });
}

function nameOf({ name, environment }: ClusterRow): Mapping["from"] {
  return { name, environment };
}

async function runningIn(tx: TenantReader, cluster: ClusterRow): Promise<MappedWorkload[]> {
  const workloads = await tx.workloads({ clusterId: cluster.id });
  return workloads
    .filter(({ observed }) => isShown(observed))
    .map(({ key, observed }) => ({ key, images: observed.containers.map(({ image }) => image) }));
}

async function definedFor(tx: TenantReader, cluster: ClusterRow): Promise<MappedWorkload[]> {
  const manifests = await tx.manifests({ clusterId: cluster.id });
  return manifests.map(({ key, containers }) => ({
    key,
    images: containers.map(({ image }) => image),
  }));
}

/** By key, the first of each, in order. */
function onceEach(workloads: readonly MappedWorkload[]): MappedWorkload[] {
  const byKey = new Map(workloads.toReversed().map((workload) => [workload.key, workload]));
  return [...byKey.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1));
}
