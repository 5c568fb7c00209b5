import type { Metadata } from "next";

import { type PageSearch, searchParams } from "#app/_server/search-params.ts";
import { pageContext } from "#app/_server/tenant.ts";
import { listClusters } from "#services/cluster/list-clusters.ts";
import { ConnectPage } from "#ui/cluster/connect-page.tsx";

export const metadata: Metadata = { title: "Connect a cluster" };

export default async function NewCluster(props: {
  readonly params: Promise<{ readonly org: string }>;
  readonly searchParams: PageSearch;
}) {
  const { org } = await props.params;
  const ctx = await pageContext(org);
  const id = (await searchParams(props.searchParams)).get("cluster");
  const { items } = await listClusters({ ctx });
  return <ConnectPage org={org} cluster={items.find((cluster) => cluster.id === id) ?? null} />;
}
