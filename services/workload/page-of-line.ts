import { linePage } from "#domain/git/web-address.ts";
import type { ClusterSourceRow } from "#ports/store/repository-rows.ts";

/** The host's page for a line of a file that a cluster's source has; null where there is none. */
export type PageOfLine = (
  clusterId: string,
  place: { readonly file: string; readonly line: number },
) => string | null;

/** Knows the pages of the clusters that live in these sources. */
export function pagesOf(sources: readonly ClusterSourceRow[]): PageOfLine {
  const known = new Map(sources.map((source) => [source.clusterId, source]));
  return (clusterId, place) => {
    const source = known.get(clusterId);
    if (source === undefined) return null;
    return linePage(source.repository.url, { branch: source.branch, ...place });
  };
}
