import type { Metadata } from "next";
import { notFound } from "next/navigation";

import { pageContext } from "#app/_server/tenant.ts";
import { listClusters } from "#services/cluster/list-clusters.ts";
import { readClusterEngines } from "#services/engine/read-cluster-engines.ts";
import { ClusterPage } from "#ui/cluster/cluster-page.tsx";

export const metadata: Metadata = { title: "Cluster" };

export default async function ClusterRoute(props: {
  readonly params: Promise<{ readonly org: string; readonly id: string }>;
}) {
  const { org, id } = await props.params;
  const ctx = await pageContext(org);
  const clusters = await listClusters({ ctx });
  const cluster = clusters.items.find((candidate) => candidate.id === id);
  if (!cluster) notFound();
  const engines = await readClusterEngines({ ctx, input: { id } });
  return <ClusterPage org={org} cluster={cluster} initial={clusters} engines={engines} />;
}
