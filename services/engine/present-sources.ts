import type { ClusterEngines, FoundSource } from "#contracts/api/cluster-engines.ts";
import { isSameAddress } from "#domain/engine/engine-folders.ts";
import { foundSources } from "#domain/engine/found-sources.ts";
import type { FoundSource as Found } from "#domain/engine/found-sources.ts";
import { differentEngines } from "#domain/engine/source-difference.ts";
import { sourceFolder } from "#domain/engine/source-folder.ts";
import { sourceSentence } from "#domain/engine/source-sentence.ts";
import { engineName } from "#domain/rollout/engine-words.ts";
import type { ObservedWorkload } from "#domain/rollout/observed.ts";
import type { ClusterSourceRow, ConfigRepositoryRow } from "#ports/store/repository-rows.ts";

interface Known {
  readonly source: ClusterSourceRow | null;
  readonly repositories: readonly ConfigRepositoryRow[];
}

/** The places in git that a cluster's workloads come from, and how they differ from the one that was chosen. */
export function presentSources(
  workloads: readonly ObservedWorkload[],
  known: Known,
): Pick<ClusterEngines, "sources" | "difference"> {
  return {
    sources: foundSources(workloads)
      .map((found) => presentSource(found, known))
      .toSorted((a, b) => b.workloads - a.workloads || isConnected(b) - isConnected(a)),
    difference: known.source && presentDifference(workloads, known.source),
  };
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
  { repository, branch, path }: ClusterSourceRow,
): ClusterEngines["difference"] {
  const chosen = { repository: repository.url, branch, path };
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
