import type { Metadata } from "next";

import { pageContext } from "#app/_server/tenant.ts";
import { NewClusterPage } from "#ui/cluster/new-cluster-page.tsx";

export const metadata: Metadata = { title: "Connect a cluster" };

export default async function NewClusterRoute(props: {
  readonly params: Promise<{ readonly org: string }>;
}) {
  const { org } = await props.params;
  await pageContext(org);
  return <NewClusterPage org={org} />;
}
