import type { Metadata } from "next";

import { pageContext } from "#app/_server/tenant.ts";
import { ReleaseListQuery } from "#contracts/api/release.ts";
import { listClusters } from "#services/cluster/list-clusters.ts";
import { listReleases } from "#services/release/list-releases.ts";
import { ReleasesPage } from "#ui/release/releases-page.tsx";

export const metadata: Metadata = { title: "Releases" };

export default async function Releases({
  params,
}: {
  readonly params: Promise<{ readonly org: string }>;
}) {
  const { org } = await params;
  const ctx = await pageContext(org);
  const [initial, clusters] = await Promise.all([
    listReleases({ ctx, input: ReleaseListQuery.parse({}) }),
    listClusters({ ctx }),
  ]);
  const names = clusters.items.map(({ name }) => name);
  return <ReleasesPage org={org} initial={initial} clusters={names} />;
}
