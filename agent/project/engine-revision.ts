const commit = /(?:^|[@/:])([0-9a-f]{64}|[0-9a-f]{40})$/;
const longestRevision = 200;

/**
 * The commit in what Flux and Argo CD call a revision: `main@sha1:3f2a…`, `main/3f2a…`, `3f2a…`. What names no commit
 * stays as it is; null where there is nothing.
 */
export function commitOf(revision: string | null | undefined): string | null {
  if (!revision) return null;
  return commit.exec(revision)?.[1] ?? revision.slice(0, longestRevision);
}
