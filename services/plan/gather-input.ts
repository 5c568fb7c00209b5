import { DomainError } from "#domain/error.ts";
import type { WorkloadKey } from "#domain/glossary.ts";
import { sameNames } from "#domain/promotion/mapping.ts";
import type { ClusterMapping } from "#domain/promotion/mapping.ts";
import type { PlanInput, ResolvedSource, RunningWorkloads } from "#domain/promotion/plan-input.ts";
import { wholeScope } from "#domain/promotion/plan.ts";
import type { PlanSource } from "#domain/promotion/plan.ts";
import type { WorkloadRow } from "#ports/store/cluster-rows.ts";
import type { PlanRow } from "#ports/store/plan-rows.ts";
import type { TenantReader } from "#ports/store/reader.ts";
import type { ReleaseItemRow } from "#ports/store/release-rows.ts";
import type { ClusterSourceRow, ManifestRow } from "#ports/store/repository-rows.ts";
import { indexBranch } from "#services/config/index-branch.ts";
import type { BranchFiles } from "#services/config/manifest-cache.ts";
import { readKnowledge } from "#services/image/knowledge.ts";

import { nameOfSource } from "./present-plan.ts";

/** Reads all that a plan depends on beside the files of its branch. */
export async function gatherInput(
  tx: TenantReader,
  input: {
    readonly plan: PlanRow;
    readonly source: ClusterSourceRow;
    readonly branch: BranchFiles;
  },
): Promise<PlanInput> {
  const { plan, source, branch } = input;
  const target = await tx.cluster(plan.clusterId);
  if (!target) throw new DomainError("not-found", "The target cluster was removed.");
  const index = await indexBranch(tx, branch, source);
  const written = [...index.workloads.values()].flatMap(({ containers }) =>
    containers.map(({ image }) => image),
  );
  return {
    target: { name: target.name, path: source.path, running: await runningIn(tx, plan.clusterId) },
    source: await resolveSource(tx, plan.source),
    mapping: await mappingFor(tx, plan),
    index,
    texts: branch.texts,
    images: await readKnowledge(tx, written),
    sharedFiles: await sharedFiles(tx, source),
    selection: plan.selection,
    scope: plan.scope ?? wholeScope,
    subject: plan.subject,
  };
}

/** Only another cluster has names of its own; images and former states are the target's. */
async function mappingFor(
  tx: TenantReader,
  { source, clusterId }: PlanRow,
): Promise<ClusterMapping> {
  return source.kind === "cluster" ? tx.clusterMapping(source.clusterId, clusterId) : sameNames;
}

async function resolveSource(tx: TenantReader, source: PlanSource): Promise<ResolvedSource> {
  switch (source.kind) {
    case "image-repo":
      return source;
    case "cluster": {
      const name = nameOfSource(source, await tx.clusters());
      return { kind: "cluster", name, running: await runningIn(tx, source.clusterId) };
    }
    case "release":
      return {
        kind: "release",
        number: source.number,
        before: await imagesBefore(tx, source.number),
      };
  }
}

async function runningIn(tx: TenantReader, clusterId: string): Promise<RunningWorkloads> {
  const workloads: readonly WorkloadRow[] = await tx.workloads({ clusterId });
  return new Map(
    workloads.map(({ key, observed }) => [
      key,
      new Map(observed.containers.map(({ name, image }) => [name, image])),
    ]),
  );
}

/** What the release replaced, exactly as the files wrote it; nothing where it never committed. */
async function imagesBefore(tx: TenantReader, number: number): Promise<RunningWorkloads> {
  const release = await tx.release(number);
  if (!release) throw new DomainError("not-found", `There is no release #${number}.`);
  const before = new Map<WorkloadKey, Map<string, string>>();
  if (release.commit === null) return before;
  for (const item of await tx.releaseItems(release.id)) {
    const { workload, container, from } = item;
    if (from === null || !wasWritten(item)) continue;
    before.set(workload, (before.get(workload) ?? new Map<string, string>()).set(container, from));
  }
  return before;
}

/** An item that a plan refused has the status of its plan, and was never looked at in the cluster. */
function wasWritten({ status, progress }: ReleaseItemRow): boolean {
  if (status === "up-to-date" || status === "skipped") return false;
  return status !== "failed" || progress !== null;
}

/** The files that other clusters on the same branch are built from. */
async function sharedFiles(
  tx: TenantReader,
  source: ClusterSourceRow,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const sameBranch = (await tx.clusterSources()).filter(
    ({ clusterId, repository, branch }) =>
      clusterId !== source.clusterId &&
      repository.id === source.repository.id &&
      branch === source.branch,
  );
  const names = new Map((await tx.clusters()).map(({ id, name }) => [id, name]));
  const shared = new Map<string, Set<string>>();
  for (const { clusterId } of sameBranch) {
    for (const file of imageFiles(await tx.manifests({ clusterId }))) {
      shared.set(file, (shared.get(file) ?? new Set()).add(names.get(clusterId) ?? clusterId));
    }
  }
  return new Map([...shared].map(([file, clusters]) => [file, [...clusters].toSorted()]));
}

function imageFiles(manifests: readonly ManifestRow[]): ReadonlySet<string> {
  return new Set(manifests.flatMap(({ containers }) => containers.map(({ file }) => file)));
}
