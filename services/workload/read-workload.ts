import type { WorkloadDetail } from "#contracts/api/workload.ts";
import { DomainError } from "#domain/error.ts";
import { parseWorkloadKey } from "#domain/glossary.ts";
import type { WorkloadKey } from "#domain/glossary.ts";
import type { TenantReader } from "#ports/store/reader.ts";
import { authorize } from "#services/authorize.ts";
import { actorName } from "#services/context.ts";
import type { Verb } from "#services/context.ts";

import { availableImages } from "./available-images.ts";
import { locateEngines } from "./locate-engines.ts";
import { pagesOf } from "./page-of-line.ts";
import { presentInCluster } from "./present-in-cluster.ts";

const recentReleases = 20;

/** One workload over all clusters, with the images it could run. "not-found" where no cluster knows it. */
export async function readWorkload({
  ctx,
  input,
}: Verb<{ readonly key: WorkloadKey }>): Promise<WorkloadDetail> {
  authorize(ctx, "organization.read");
  const identity = parseWorkloadKey(input.key);
  if (!identity) throw new DomainError("not-found", "There is no such workload.");
  return ctx.store.read(ctx.organization.id, async (tx) => {
    const workloads = await tx.workloads({ key: input.key });
    const manifests = await tx.manifests({ key: input.key });
    if (workloads.length === 0 && manifests.length === 0) {
      throw new DomainError("not-found", `No cluster runs ${input.key}, and no file defines it.`);
    }
    const clusters = await tx.clusters();
    const changes = await tx.lastChanges(input.key);
    const pageOf = pagesOf(await tx.clusterSources());
    const places = await locateEngines(tx, { workloads, pageOf });
    return {
      key: input.key,
      ...identity,
      clusters: clusters.map((cluster) =>
        presentInCluster({
          cluster,
          observed: workloads.find(({ clusterId }) => clusterId === cluster.id)?.observed ?? null,
          manifest: manifests.find(({ clusterId }) => clusterId === cluster.id) ?? null,
          changes: changes.filter(({ clusterId }) => clusterId === cluster.id),
          places: (engine) => places(cluster.id, engine),
          pageOf: (place) => pageOf(cluster.id, place),
        }),
      ),
      containers: await availableImages(tx, { clusters, workloads, manifests }),
      releases: await releasesOf(tx, input.key),
    };
  });
}

async function releasesOf(tx: TenantReader, key: WorkloadKey): Promise<WorkloadDetail["releases"]> {
  const releases = await tx.releases({ limit: recentReleases, workload: key });
  return releases.map(({ number, title, status, clusterName, createdAt, requestedBy }) => ({
    number,
    title,
    status,
    cluster: clusterName,
    at: createdAt.toISOString(),
    by: actorName(requestedBy),
  }));
}
