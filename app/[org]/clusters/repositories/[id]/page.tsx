import type { Metadata } from "next";
import { notFound } from "next/navigation";

import { type PageSearch, searchParams } from "#app/_server/search-params.ts";
import { pageContext } from "#app/_server/tenant.ts";
import { listClusters } from "#services/cluster/list-clusters.ts";
import { listRepositories } from "#services/repository/list-repositories.ts";
import { RepositoryPage } from "#ui/repository/repository-page.tsx";

export const metadata: Metadata = { title: "Config repository" };

export default async function RepositoryRoute(props: {
  readonly params: Promise<{ readonly org: string; readonly id: string }>;
  readonly searchParams: PageSearch;
}) {
  const { org, id } = await props.params;
  const ctx = await pageContext(org);
  const { items } = await listRepositories({ ctx });
  const repository = items.find((candidate) => candidate.id === id);
  if (!repository) notFound();
  const wantedBy = (await searchParams(props.searchParams)).get("for");
  const { items: clusters } = await listClusters({ ctx });
  const wanted = clusters.find((candidate) => candidate.id === wantedBy) ?? null;
  return <RepositoryPage org={org} initial={repository} wantedBy={wanted} />;
}
