import type { InvalidateQueryFilters, Query, QueryClient } from "@tanstack/react-query";

/** Queries that are asked for once more when what they wait for is there. */
const askedAgain = new WeakSet<Query>();

/**
 * Has whatever is shown of these queries asked for again. A first answer that is still on its way may be older than
 * the change, and TanStack Query lets it pass for the new one; such a query is asked for once more after it.
 */
export function outdate(client: QueryClient, filters: InvalidateQueryFilters): void {
  const loading = client.getQueryCache().findAll({ ...filters, fetchStatus: "fetching" });
  for (const query of loading) {
    if (query.state.data === undefined) void askAgain(client, query);
  }
  void client.invalidateQueries(filters);
}

async function askAgain(client: QueryClient, query: Query): Promise<void> {
  if (askedAgain.has(query)) return;
  askedAgain.add(query);
  // This is the request under way, not another one.
  await query.fetch().catch(() => undefined);
  askedAgain.delete(query);
  await client.invalidateQueries({ queryKey: query.queryKey, exact: true });
}
