/** The page that connects a repository, filled in with an address, for the cluster that it is to belong to. */
export function newRepositoryHref(
  org: string,
  wanted: { readonly url: string; readonly clusterId: string },
): string {
  const query = new URLSearchParams({ url: wanted.url, for: wanted.clusterId });
  return `/${org}/clusters/repositories/new?${query.toString()}`;
}
