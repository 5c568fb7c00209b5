import type { Metadata } from "next";
import { notFound } from "next/navigation";

import { pageContext } from "#app/_server/tenant.ts";
import { listRepositories } from "#services/repository/list-repositories.ts";
import { RepositoryPage } from "#ui/repository/repository-page.tsx";

export const metadata: Metadata = { title: "Config repository" };

export default async function RepositoryRoute(props: {
  readonly params: Promise<{ readonly org: string; readonly id: string }>;
}) {
  const { org, id } = await props.params;
  const ctx = await pageContext(org);
  const { items } = await listRepositories({ ctx });
  const repository = items.find((candidate) => candidate.id === id);
  if (!repository) notFound();
  return <RepositoryPage org={org} initial={repository} />;
}
