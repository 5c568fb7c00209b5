import type { Metadata } from "next";

import { getConfig } from "#app/_server/config.ts";
import { pageContext } from "#app/_server/tenant.ts";
import { listClusters } from "#services/cluster/list-clusters.ts";
import { readSettings } from "#services/organization/read-settings.ts";
import { SettingsPage } from "#ui/settings/settings-page.tsx";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsRoute(props: {
  readonly params: Promise<{ readonly org: string }>;
}) {
  const { org } = await props.params;
  const ctx = await pageContext(org);
  const initial = await readSettings({ ctx, committer: getConfig().committer });
  const { items } = await listClusters({ ctx });
  const clusters = items.map(({ name, environment }) => ({ name, environment }));
  return <SettingsPage org={org} initial={initial} clusters={clusters} />;
}
