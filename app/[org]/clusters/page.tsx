import type { Metadata } from "next";

import { pageContext } from "#app/_server/tenant.ts";
import { listClusters } from "#services/cluster/list-clusters.ts";
import { ClustersPage } from "#ui/cluster/clusters-page.tsx";

export const metadata: Metadata = { title: "Clusters" };

export default async function ClustersRoute(props: {
  readonly params: Promise<{ readonly org: string }>;
}) {
  const { org } = await props.params;
  const ctx = await pageContext(org);
  return <ClustersPage org={org} initial={await listClusters({ ctx })} />;
}
