import type { JobPayload } from "#contracts/jobs.ts";
import { DomainError } from "#domain/error.ts";
import type { ManifestIndex, ManifestWorkload } from "#domain/manifest/manifest-index.ts";
import type { TenantRecorder } from "#ports/store/recorder.ts";
import type { ClusterSourceRow, ManifestRow } from "#ports/store/repository-rows.ts";
import { knowImages } from "#services/image/know-images.ts";
import { emitRows } from "#services/matrix/emit-rows.ts";
import { tellCluster } from "#services/release/tell-cluster.ts";
import type { Job, WorkerContext } from "#services/worker-context.ts";

import { indexBranch } from "./index-branch.ts";
import type { BranchFiles } from "./manifest-cache.ts";
import { openBranch } from "./open-branch.ts";

/** Looks whether a branch moved; if so, records what each cluster's path defines now and has it synced. */
export async function readBranch({ ctx, input }: Job<JobPayload<"read-branch">>): Promise<void> {
  const sources = await ctx.store.read(ctx.organizationId, (tx) => tx.clusterSources());
  const mine = sources.filter(
    ({ repository, branch }) =>
      repository.id === input.configRepositoryId && branch === input.branch,
  );
  const [first] = mine;
  if (!first) return;
  try {
    const branch = openBranch(ctx, first.repository, first.branch);
    const tip = await branch.fetch(ctx.signal);
    const moved = mine.filter((source) => source.tip !== tip.commit || source.error !== null);
    if (moved.length === 0) return await markRead(ctx, mine, tip.commit);
    const files = await ctx.manifests.read(branch, tip);
    for (const source of moved) await recordSource(ctx, source, files);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    await ctx.store.record(ctx.organizationId, (tx) =>
      tx.recordBranchError({
        repositoryId: first.repository.id,
        branch: first.branch,
        at: ctx.clock.now(),
        error: error.message,
      }),
    );
  }
}

async function markRead(
  ctx: WorkerContext,
  sources: readonly ClusterSourceRow[],
  tip: string,
): Promise<void> {
  await ctx.store.record(ctx.organizationId, async (tx) => {
    for (const { clusterId } of sources)
      await tx.recordRead({ clusterId, tip, readAt: ctx.clock.now() });
  });
}

/**
 * Indexes a cluster's path at a commit, records it and has it synced; not where another tip was recorded since the
 * source was read, because that may be a newer one. The next look tells.
 */
async function recordSource(
  ctx: WorkerContext,
  source: ClusterSourceRow,
  branch: BranchFiles,
): Promise<void> {
  const index = await ctx.store.read(ctx.organizationId, (tx) => indexBranch(tx, branch, source));
  await ctx.store.record(ctx.organizationId, async (tx) => {
    const now = await tx.clusterSource(source.clusterId);
    if (now?.tip !== source.tip) return;
    await recordIndex(tx, { ctx, source, branch, index });
    await tellCluster(tx, { ctx, source, branch, index });
  });
}

/** Records an index in a transaction that is already open. */
export async function recordIndex(
  tx: TenantRecorder,
  input: {
    readonly ctx: Pick<WorkerContext, "clock" | "ids">;
    readonly source: ClusterSourceRow;
    readonly branch: Pick<BranchFiles, "commit">;
    readonly index: ManifestIndex;
  },
): Promise<void> {
  const { ctx, source, branch, index } = input;
  const before = await tx.manifests({ clusterId: source.clusterId });
  const manifests = [...index.workloads.values()].map(manifestRow);
  await tx.recordManifests({
    clusterId: source.clusterId,
    tip: branch.commit,
    readAt: ctx.clock.now(),
    manifests,
    engines: index.engines,
    problems: index.problems,
  });
  const images = manifests.flatMap(({ containers }) => containers.map(({ image }) => image));
  await knowImages(tx, { images, ids: ctx.ids });
  await emitRows(tx, changedKeys(before, manifests));
}

function changedKeys(
  before: readonly Omit<ManifestRow, "clusterId">[],
  after: readonly Omit<ManifestRow, "clusterId">[],
): readonly ManifestRow["key"][] {
  const old = new Map(before.map((row) => [row.key, fingerprint(row)]));
  const kept = new Set(after.map(({ key }) => key));
  const gone = before.filter(({ key }) => !kept.has(key));
  const changed = after.filter((row) => old.get(row.key) !== fingerprint(row));
  return [...gone, ...changed].map(({ key }) => key);
}

function fingerprint({ containers, locked, filters }: Omit<ManifestRow, "clusterId">): string {
  return JSON.stringify([containers.map(({ name, image }) => [name, image]), locked, filters]);
}

function manifestRow(workload: ManifestWorkload): Omit<ManifestRow, "clusterId"> {
  const { key, file, line, containers, locked, filters } = workload;
  return {
    key,
    file,
    line,
    containers: containers.map(({ name, init, image, site }) => ({
      name,
      init,
      image,
      file: site.file,
      line: site.line,
    })),
    locked: locked ? { by: locked.by ?? null, message: locked.message ?? null } : null,
    filters,
  };
}
