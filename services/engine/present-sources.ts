import type { ClusterEngines, FoundSource } from "#contracts/api/cluster-engines.ts";
import { appliedTwice } from "#domain/engine/applied-twice.ts";
import { isSameAddress } from "#domain/engine/engine-folders.ts";
import { foundSources } from "#domain/engine/found-sources.ts";
import type { FoundSource as Found } from "#domain/engine/found-sources.ts";
import { differentEngines } from "#domain/engine/source-difference.ts";
import type { ChosenSource } from "#domain/engine/source-difference.ts";
import { sourceFolder } from "#domain/engine/source-folder.ts";
import { sourceSentence } from "#domain/engine/source-sentence.ts";
import { engineName } from "#domain/rollout/engine-words.ts";
import type { ObservedWorkload } from "#domain/rollout/observed.ts";
import type { ClusterSourceRow, ConfigRepositoryRow } from "#ports/store/repository-rows.ts";

interface Known {
  readonly source: ClusterSourceRow | null;
  /** Whether the cluster's agent applies that source. */
  readonly isSynced: boolean;
  readonly repositories: readonly ConfigRepositoryRow[];
}

/** The places in git that a cluster's workloads come from, and how they differ from the one that was chosen. */
export function presentSources(
  workloads: readonly ObservedWorkload[],
  known: Known,
): Pick<ClusterEngines, "sources" | "difference" | "twice"> {
  const chosen = known.source && chosenPlace(known.source);
  return {
    sources: foundSources(workloads)
      .map((found) => presentSource(found, known))
      .toSorted((a, b) => b.workloads - a.workloads || isConnected(b) - isConnected(a)),
    difference: chosen && presentDifference(workloads, chosen),
    twice: chosen && known.isSynced ? appliedTwice(workloads, chosen) : null,
  };
}

function chosenPlace({ repository, branch, path }: ClusterSourceRow): ChosenSource {
  return { repository: repository.url, branch, path };
}

function isConnected({ repositoryId }: FoundSource): number {
  return repositoryId === null ? 0 : 1;
}

function presentSource(found: Found, { source, repositories }: Known): FoundSource {
  const { url, branch, path, workloads, engines } = found;
  const repository = repositories.find((one) => isSameAddress(one.url, url));
  return {
    sentence: sourceSentence(found),
    url,
    branch,
    path,
    workloads,
    engines: engines.map(engineName),
    repositoryId: repository?.id ?? null,
    chosen:
      source !== null &&
      isSameAddress(source.repository.url, url) &&
      (branch === null || branch === source.branch) &&
      path === sourceFolder(source.path),
  };
}

function presentDifference(
  workloads: readonly ObservedWorkload[],
  chosen: ChosenSource,
): ClusterEngines["difference"] {
  const different = differentEngines(workloads, chosen);
  if (different.length === 0) return null;
  const differing = different.reduce((sum, group) => sum + group.workloads.length, 0);
  const placed = workloads.filter(({ engine }) => engine?.source).length;
  return {
    agreeing: placed - differing,
    differing,
    sentences: different.map(({ text }) => text),
  };
}
